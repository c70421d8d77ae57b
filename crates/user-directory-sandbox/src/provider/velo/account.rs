//! What Velo keeps of a person, its lists, and how it shows a user.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::SPECIFICATION;
use crate::clock::rfc3339;
use crate::store::{self, Person};

/// The role that only a limited number of a payor's users may have.
pub(super) const MASTER: &str = "payor.master_admin";

/// Type of a user.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Kind {
    BackOffice,
    #[default]
    Payor,
    Payee,
}

/// Whether a user can sign in.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Enabled,
    Disabled,
    #[default]
    Pending,
}

/// A second factor.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// With it an invited user enrols.
    #[serde(rename = "INVITE_MFA_USER")]
    Invitation,
    /// With it a user registers another device for the second factor.
    #[serde(rename = "MFA_REGISTRATION")]
    MfaRegistration,
}

/// An account.
#[derive(Default, Serialize, Deserialize)]
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
    #[serde(deserialize_with = "crate::clock::all_stored")]
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
        Self { id, kind, roles, ..Self::default() }
    }

    pub(super) fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Returns whether the user can sign in and act.
    pub(super) fn is_active(&self) -> bool {
        self.status == Status::Enabled && self.locked.is_none()
    }
}

/// What a list can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Email,
    LastName,
}

/// A list of users.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct List {
    pub(super) kind: Option<Kind>,
    pub(super) status: Option<Status>,
    pub(super) entity: Option<String>,
    /// Only master administrators.
    pub(super) masters: bool,
    /// Without the back office.
    pub(super) outside: bool,
    /// The fields by which it is sorted, and whether each is sorted against the direction of the first one.
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
                // Sorts before any continuation of the string.
                key.push('\0');
            }
        }
        Some(key)
    }
}

/// Appends a key that sorts in the reverse order of the string.
fn backwards(text: &str, key: &mut String) {
    for character in text.chars() {
        key.push_str(&format!("{:06x}", 0x11_0000 - u32::from(character)));
    }
    // Sorts after all digits, so that a longer string comes before its prefix.
    key.push('~');
}

/// Returns a phone number with its plus sign, which Velo's examples leave out.
fn international(number: Option<&String>) -> Option<String> {
    number.map(|number| format!("+{}", number.trim_start_matches('+')))
}

/// Returns a user as Velo shows them.
pub(super) fn show(person: &Person, account: &Account) -> Value {
    let facts = &person.facts;
    let registered = account.registered && account.factor.is_some();
    SPECIFICATION.shape("UserResponse").fit(json!({
        "id": account.id,
        "status": account.status,
        "email": facts.email,
        "smsNumber": international(facts.mobile.as_ref()),
        "primaryContactNumber": international(facts.phone.as_ref()),
        "secondaryContactNumber": international(account.secondary_number.as_ref()),
        "firstName": facts.given_name,
        "lastName": facts.family_name,
        "entityId": account.entity,
        "roles": account.roles.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
        "mfaType": account.factor,
        "mfaStatus": if registered { "REGISTERED" } else { "UNREGISTERED" },
        "lockedOut": account.locked.is_some(),
        "lockedOutTimestamp": account.locked.map(rfc3339),
    }))
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
