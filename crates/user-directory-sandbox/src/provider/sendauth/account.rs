//! What SendAuth keeps of a person, and how it shows them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::audit::Audit;
use super::{State, problem};
use crate::clock::rfc3339;
use crate::message::Reply;
use crate::store::{self, Accounts, Person, Store};

/// A company of the organisation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Company {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    pub(super) created_at: String,
    #[serde(rename = "orgID")]
    pub(super) org_id: String,
}

/// An account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(super) id: String,
    pub(super) role: Role,
    /// Identifier of the company.
    pub(super) company: Option<String>,
    pub(super) permissions: Vec<String>,
    /// Identifiers of the groups.
    pub(super) groups: Vec<String>,
    /// What the groups give.
    pub(super) group_permissions: Vec<String>,
    pub(super) messaging: Option<Messaging>,
    pub(super) passkeys: u32,
    pub(super) created: DateTime<Utc>,
    pub(super) last_authenticated: Option<DateTime<Utc>>,
    pub(super) tags: BTreeMap<String, String>,
    /// Whether it is among the deleted ones.
    pub(super) deleted: bool,
    /// What was done to it, oldest first.
    pub(super) trail: Vec<Audit>,
}

impl Account {
    /// Returns an account of which nothing else is known.
    pub(crate) fn new(id: String, created: DateTime<Utc>) -> Self {
        Self {
            id,
            role: Role::User,
            company: None,
            permissions: Vec::new(),
            groups: Vec::new(),
            group_permissions: Vec::new(),
            messaging: None,
            passkeys: 0,
            created,
            last_authenticated: None,
            tags: BTreeMap::new(),
            deleted: false,
            trail: Vec::new(),
        }
    }

    /// Returns the list of those who are not deleted, by e-mail address.
    #[cfg(test)]
    pub(crate) fn by_email() -> List {
        List { deleted: false, permission: None, order: Order::Email }
    }
}

/// What a user may do in SendAuth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    #[default]
    User,
    Admin,
    SuperAdmin,
}

/// How a user is sent messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Messaging {
    Email,
    Sms,
    Both,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    #[default]
    Creation,
    FirstName,
    LastName,
    Email,
    Phone,
    LastAuthenticated,
}

impl Order {
    /// Returns the order of a property; one that is not known is no order of its own.
    pub(super) fn of(property: Option<&str>) -> Self {
        match property {
            Some("firstName" | "username") => Self::FirstName,
            Some("lastName") => Self::LastName,
            Some("email") => Self::Email,
            Some("phone") => Self::Phone,
            Some("lastAuthenticated") => Self::LastAuthenticated,
            _ => Self::Creation,
        }
    }
}

/// A list of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct List {
    pub(super) deleted: bool,
    /// Only those who have this permission, directly or through a group.
    pub(super) permission: Option<String>,
    pub(super) order: Order,
}

impl store::Account for Account {
    type List = List;

    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self, person: &Person, list: &List) -> Option<String> {
        let wanted = list.permission.as_ref();
        let has = |permission| self.permissions.contains(permission) || self.group_permissions.contains(permission);
        if self.deleted != list.deleted || !wanted.is_none_or(has) {
            return None;
        }
        let facts = &person.facts;
        let text = |text: &Option<String>| text.as_deref().unwrap_or("").to_lowercase();
        Some(match list.order {
            Order::Creation => String::new(),
            Order::FirstName => facts.full_name().to_lowercase(),
            Order::LastName => facts.family_name.to_lowercase(),
            Order::Email => text(&facts.email),
            Order::Phone => text(&facts.phone),
            Order::LastAuthenticated => self.last_authenticated.map_or_else(String::new, rfc3339),
        })
    }

    fn accounts(store: &Store) -> &Accounts<Self> {
        &store.sendauth
    }

    fn accounts_mut(store: &mut Store) -> &mut Accounts<Self> {
        &mut store.sendauth
    }
}

/// A user as SendAuth shows them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct View<'a> {
    id: &'a str,
    role: Role,
    username: String,
    first_name: &'a str,
    last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a Company>,
    permissions: &'a [String],
    group_permissions: &'a [String],
    permission_groups: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    messaging_preference: Option<Messaging>,
    has_passkeys: bool,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_authenticated: Option<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(state: &'a State, person: &'a Person, account: &'a Account) -> Self {
        let facts = &person.facts;
        let company = account.company.as_ref();
        Self {
            id: &account.id,
            role: account.role,
            username: person.facts.full_name(),
            first_name: &facts.given_name,
            last_name: &facts.family_name,
            email: facts.email.as_deref(),
            phone: facts.phone.as_deref(),
            company: company.and_then(|id| state.companies.get(id)),
            permissions: &account.permissions,
            group_permissions: &account.group_permissions,
            permission_groups: &account.groups,
            messaging_preference: account.messaging,
            has_passkeys: account.passkeys > 0,
            created_at: rfc3339(account.created),
            last_authenticated: account.last_authenticated.map(rfc3339),
        }
    }
}

/// Finds an account that is not deleted.
pub(super) fn find<'a>(store: &'a Store, id: &str) -> Result<(&'a Person, &'a Account), Reply> {
    find_either(store, id, false)
}

/// Finds an account that is deleted.
pub(super) fn find_deleted<'a>(store: &'a Store, id: &str) -> Result<(&'a Person, &'a Account), Reply> {
    find_either(store, id, true)
}

fn find_either<'a>(store: &'a Store, id: &str, deleted: bool) -> Result<(&'a Person, &'a Account), Reply> {
    let found = store.get::<Account>(&id.to_ascii_lowercase());
    found.filter(|(_, account)| account.deleted == deleted).ok_or_else(problem::no_such_user)
}
