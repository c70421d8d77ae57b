//! What SendAuth keeps of a person, and how it shows a user.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::audit::Audit;
use super::{Context, SPECIFICATION, State, problem};
use crate::clock::rfc3339;
use crate::context::User;
use crate::message::Reply;
use crate::store::{self, Person};

/// A company of the organisation.
#[derive(Clone, Serialize, Deserialize)]
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
#[derive(Clone, Default, Serialize, Deserialize)]
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
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) created: DateTime<Utc>,
    #[serde(deserialize_with = "crate::clock::all_stored")]
    pub(super) last_authenticated: Option<DateTime<Utc>>,
    pub(super) tags: BTreeMap<String, String>,
    /// Whether it is among the deleted ones.
    pub(super) deleted: bool,
    /// What was done to it, oldest first.
    pub(super) trail: Vec<Audit>,
}

impl Account {
    pub(crate) fn new(id: String, created: DateTime<Utc>) -> Self {
        Self { id, created, ..Self::default() }
    }
}

/// What a user may do in SendAuth.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    #[default]
    User,
    Admin,
    SuperAdmin,
}

/// How a user receives messages.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Messaging {
    Email,
    Sms,
    Both,
}

/// What a list is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Order {
    #[serde(rename = "createdAt")]
    Creation,
    #[serde(alias = "username")]
    FirstName,
    LastName,
    Email,
    Phone,
    LastAuthenticated,
}

/// A list of accounts.
#[derive(Clone, PartialEq, Eq, Hash)]
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
        let has = |permission| self.permissions.contains(permission) || self.group_permissions.contains(permission);
        if self.deleted != list.deleted || !list.permission.as_ref().is_none_or(has) {
            return None;
        }
        let facts = &person.facts;
        let lower = |text: &Option<String>| text.as_deref().unwrap_or("").to_lowercase();
        Some(match list.order {
            Order::Creation => String::new(),
            Order::FirstName => facts.full_name().to_lowercase(),
            Order::LastName => facts.family_name.to_lowercase(),
            Order::Email => lower(&facts.email),
            Order::Phone => lower(&facts.phone),
            Order::LastAuthenticated => self.last_authenticated.map_or_else(String::new, rfc3339),
        })
    }
}

/// Returns a user as SendAuth shows them.
pub(super) fn show(state: &State, person: &Person, account: &Account) -> Value {
    let facts = &person.facts;
    SPECIFICATION.shape("User").fit(json!({
        "id": account.id,
        "role": account.role,
        "username": facts.full_name(),
        "firstName": facts.given_name,
        "lastName": facts.family_name,
        "email": facts.email,
        "phone": facts.phone,
        "company": account.company.as_ref().and_then(|id| state.companies.get(id)),
        "permissions": account.permissions,
        "groupPermissions": account.group_permissions,
        "permissionGroups": account.groups,
        "messagingPreference": account.messaging,
        "hasPasskeys": account.passkeys > 0,
        "createdAt": rfc3339(account.created),
        "lastAuthenticated": account.last_authenticated.map(rfc3339),
    }))
}

/// Finds a user, who must be deleted or must not be.
pub(super) fn find<'a>(context: &'a Context<'_>, id: &str, deleted: bool) -> Result<User<'a, State>, Reply> {
    let found = context.user_by_id(&id.to_ascii_lowercase());
    found.filter(|(_, account)| account.deleted == deleted).ok_or_else(problem::no_such_user)
}
