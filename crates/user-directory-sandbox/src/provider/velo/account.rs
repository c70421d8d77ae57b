//! What Velo keeps of a person, its lists, and how it shows a user.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::clock::rfc3339;
use crate::store::{self, Accounts, Person, Store};

/// The role that a payor has a limited number of.
pub(super) const MASTER: &str = "payor.master_admin";

/// Which side a user is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Kind {
    BackOffice,
    Payor,
    Payee,
}

/// Whether a user can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Enabled,
    Disabled,
    Pending,
}

/// A second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Factor {
    Sms,
    Yubikey,
    Totp,
}

/// A token that Velo mails to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MailedToken {
    /// With which somebody who is invited enrols.
    #[serde(rename = "INVITE_MFA_USER")]
    Invitation,
    /// With which a user registers another device for the second factor.
    #[serde(rename = "MFA_REGISTRATION")]
    MfaRegistration,
}

/// An account.
#[derive(Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) status: Status,
    /// The payor or payee that the user belongs to.
    pub(super) entity: Option<String>,
    pub(super) roles: Vec<String>,
    pub(super) secondary_number: Option<String>,
    pub(super) factor: Option<Factor>,
    /// Whether there is a device for the factor.
    pub(super) registered: bool,
    pub(super) locked: Option<DateTime<Utc>>,
    /// Whether the invitation was accepted.
    pub(super) enrolled: bool,
    /// Digests of the passwords so far, the present one last; without any it is that of the demo credentials.
    pub(super) passwords: Vec<String>,
    /// How often in a row the password was wrong.
    pub(super) wrong_passwords: u8,
    /// The last token of each kind that was mailed.
    pub(super) mailed: BTreeMap<MailedToken, String>,
}

impl Account {
    /// Returns an account of somebody who has been invited.
    pub(super) fn invited(id: String, kind: Kind, roles: Vec<String>) -> Self {
        Self {
            id,
            kind,
            status: Status::Pending,
            entity: None,
            roles,
            secondary_number: None,
            factor: None,
            registered: false,
            locked: None,
            enrolled: false,
            passwords: Vec::new(),
            wrong_passwords: 0,
            mailed: BTreeMap::new(),
        }
    }

    /// Returns an account of which nothing else is known.
    #[cfg(test)]
    pub(crate) fn plain(id: String) -> Self {
        Self::invited(id, Kind::Payor, Vec::new())
    }

    pub(super) fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Returns whether the user can sign in and act.
    pub(super) fn is_active(&self) -> bool {
        self.status == Status::Enabled && self.locked.is_none()
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Email,
    LastName,
}

/// A list of users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct List {
    pub(super) kind: Option<Kind>,
    pub(super) status: Option<Status>,
    pub(super) entity: Option<String>,
    /// Only master administrators.
    pub(super) masters: bool,
    /// Without the back office.
    pub(super) outside: bool,
    /// The fields by which it is sorted, and whether the field goes against the direction of the first one.
    pub(super) order: Vec<(Field, bool)>,
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self, person: &Person, list: &List) -> Option<String> {
        let fits = list.kind.is_none_or(|kind| kind == self.kind)
            && list.status.is_none_or(|status| status == self.status)
            && (list.entity.is_none() || list.entity == self.entity)
            && (!list.masters || self.has_role(MASTER))
            && !(list.outside && self.kind == Kind::BackOffice);
        if !fits {
            return None;
        }
        let facts = &person.facts;
        let mut key = String::new();
        for (field, against) in &list.order {
            let text = match field {
                Field::Email => facts.email.as_deref().unwrap_or("").to_lowercase(),
                Field::LastName => facts.family_name.to_lowercase(),
            };
            if *against {
                backwards(&text, &mut key);
            } else {
                key.push_str(&text);
                // Sorts before all that could go on here.
                key.push('\0');
            }
        }
        Some(key)
    }

    fn accounts(store: &Store) -> &Accounts<Self> {
        &store.velo
    }

    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self> {
        &mut store.velo
    }
}

/// Appends what sorts the other way round than the text.
fn backwards(text: &str, key: &mut String) {
    for character in text.chars() {
        key.push_str(&format!("{:06x}", 0x11_0000 - u32::from(character)));
    }
    // Sorts behind all digits, as what is shorter sorts behind what is longer.
    key.push('~');
}

#[derive(Debug, Serialize)]
struct Role<'a> {
    name: &'a str,
}

/// A user as Velo shows them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View<'a> {
    id: &'a str,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sms_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_contact_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secondary_contact_number: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    first_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    last_name: &'a str,
    entity_id: Option<&'a str>,
    roles: Vec<Role<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mfa_type: Option<Factor>,
    mfa_status: &'static str,
    locked_out: bool,
    locked_out_timestamp: Option<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(person: &'a Person, account: &'a Account) -> Self {
        let facts = &person.facts;
        let registered = account.registered && account.factor.is_some();
        Self {
            id: &account.id,
            status: account.status,
            email: facts.email.as_deref(),
            sms_number: facts.mobile.as_deref(),
            primary_contact_number: facts.phone.as_deref(),
            secondary_contact_number: account.secondary_number.as_deref(),
            first_name: &facts.given_name,
            last_name: &facts.family_name,
            entity_id: account.entity.as_deref(),
            roles: account.roles.iter().map(|name| Role { name }).collect(),
            mfa_type: account.factor,
            mfa_status: if registered { "REGISTERED" } else { "UNREGISTERED" },
            locked_out: account.locked.is_some(),
            locked_out_timestamp: account.locked.map(rfc3339),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backwards_is_the_other_way_round() {
        let mut texts = ["", "a", "ab", "b", "ba", "é", "日本", "日"];
        let key = |text: &str| {
            let mut key = String::new();
            backwards(text, &mut key);
            key
        };
        texts.sort_unstable();
        assert!(texts.iter().rev().map(|text| key(text)).is_sorted());
    }
}
