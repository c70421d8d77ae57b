//! Roles, who holds them, who asks for them, and which of them an operation needs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Account, SPECIFICATION, State, bank, problem};
use crate::context::{Call, Context};
use crate::message::Reply;
use crate::spec::Operation;
use crate::store::PersonId;

/// The roles of this instance, and whether they are held at a bank or for the whole system.
pub(super) const ROLES: &[(&str, bool)] = &[
    ("CanCreateAccount", true),
    ("CanCreateBank", false),
    ("CanCreateCustomer", true),
    ("CanCreateEntitlementAtAnyBank", false),
    ("CanCreateEntitlementAtOneBank", true),
    ("CanCreateResetPasswordUrl", false),
    ("CanCreateUserAuthContext", false),
    ("CanCreateUserAuthContextUpdate", false),
    ("CanCreateUserCustomerLink", true),
    ("CanCreateUserCustomerLinkAtAnyBank", false),
    ("CanDeleteEntitlementAtAnyBank", false),
    ("CanDeleteEntitlementRequestsAtAnyBank", false),
    ("CanDeleteUser", false),
    ("CanDeleteUserAuthContext", false),
    ("CanGetAnyUser", false),
    ("CanGetCustomers", true),
    ("CanGetCustomersAtAnyBank", false),
    ("CanGetCustomersMinimal", true),
    ("CanGetCustomersMinimalAtAnyBank", false),
    ("CanGetEntitlementRequestsAtAnyBank", false),
    ("CanGetEntitlementsForAnyBank", false),
    ("CanGetEntitlementsForAnyUserAtAnyBank", false),
    ("CanGetEntitlementsForAnyUserAtOneBank", true),
    ("CanGetEntitlementsForOneBank", true),
    ("CanGetUserAuthContext", false),
    ("CanGetUsersWithAttributes", false),
    ("CanLockUser", false),
    ("CanReadDynamicResourceDocsAtOneBank", true),
    ("CanReadUserLockedStatus", false),
    ("CanRefreshUser", false),
    ("CanUnlockUser", false),
];

/// The role that makes a bank one of its holder's spaces.
pub(super) const SPACE: &str = "CanReadDynamicResourceDocsAtOneBank";

/// Returns whether a role is held at a bank; nothing if there is no such role.
pub(super) fn needs_bank(role: &str) -> Option<bool> {
    let found = ROLES.iter().find(|(name, _)| *name == role);
    found.map(|(_, bank)| *bank)
}

/// Refuses what is no role, and one that is not held where it is asked for.
pub(super) fn check(role: &str, bank: &str) -> Result<(), Reply> {
    match (needs_bank(role), bank.is_empty()) {
        (None, _) => {
            let known: Vec<_> = ROLES.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no role of this name; there are {}", known.join(", "));
            Err(problem::bad("OBP-10007", &message))
        }
        (Some(true), true) => Err(problem::bad("OBP-30205", "the role is held at a bank: bank_id must not be empty")),
        (Some(false), false) => {
            Err(problem::bad("OBP-30206", "the role is held for the whole system: bank_id must be empty"))
        }
        _ => Ok(()),
    }
}

/// A role that somebody holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entitlement {
    pub(super) id: String,
    pub(super) role: String,
    /// Empty for the whole system.
    pub(super) bank: String,
}

/// An entitlement as it is shown; only the form of version 4 names the user.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    entitlement_id: &'a str,
    role_name: &'a str,
    bank_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
}

impl<'a> View<'a> {
    pub(super) fn new(entitlement: &'a Entitlement) -> Self {
        Self {
            entitlement_id: &entitlement.id,
            role_name: &entitlement.role,
            bank_id: &entitlement.bank,
            user_id: None,
        }
    }

    pub(super) fn of_user(entitlement: &'a Entitlement, user: &'a str) -> Self {
        Self { user_id: Some(user), ..Self::new(entitlement) }
    }
}

/// A list of entitlements.
#[derive(Debug, Serialize)]
pub(super) struct Entitlements<'a> {
    pub(super) list: Vec<View<'a>>,
}

impl<'a> Entitlements<'a> {
    pub(super) fn of(entitlements: impl IntoIterator<Item = &'a Entitlement>) -> Self {
        Self { list: entitlements.into_iter().map(View::new).collect() }
    }
}

/// A role that somebody asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) id: String,
    pub(super) user: PersonId,
    pub(super) role: String,
    pub(super) bank: String,
    pub(super) created: DateTime<Utc>,
}

impl Account {
    /// Returns whether the user holds a role, at this bank if it is one that is held at a bank.
    pub(super) fn has(&self, role: &str, bank: &str) -> bool {
        let Some(scoped) = needs_bank(role) else {
            return false;
        };
        let place = if scoped { bank } else { "" };
        let mut held = self.entitlements.iter();
        held.any(|one| one.role == role && one.bank == place)
    }
}

/// Returns the roles of which an operation needs one.
pub(super) fn of_operation(operation: &Operation) -> Vec<&'static str> {
    let paths = SPECIFICATION.document().get("paths");
    let item = paths.and_then(|paths| paths.get(&operation.template));
    let node = item.and_then(|item| item.get(operation.method.as_str().to_lowercase()));
    let roles = node.and_then(|node| node.get("x-roles"));
    let roles = roles.and_then(Value::as_array).into_iter().flatten();
    roles.filter_map(Value::as_str).collect()
}

/// Who calls.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) person: PersonId,
    /// Identifier of the user.
    pub(super) id: String,
}

/// Returns who calls, for operations in which every user may act.
pub(super) fn caller(context: &Context<'_>) -> Result<Caller, Reply> {
    let person = context.principal.person;
    let account = person.and_then(|person| context.world.store.of::<Account>(person));
    match (person, account) {
        (Some(person), Some(account)) => Ok(Caller { person, id: account.id.clone() }),
        _ => Err(problem::not_logged_in()),
    }
}

/// Returns who calls, if the bank in the path exists and they have a role that the operation needs.
pub(super) fn enter(context: &Context<'_>, call: &Call<'_>) -> Result<Caller, Reply> {
    let caller = caller(context)?;
    let bank = call.path("BANK_ID");
    if !bank.is_empty() {
        bank::find(&context.world.obp, bank)?;
    }
    let needed = of_operation(call.operation);
    if needed.is_empty() || may(context, caller.person, &needed, bank) {
        Ok(caller)
    } else {
        Err(problem::missing_roles(&needed))
    }
}

/// Returns whether somebody has one of these roles.
pub(super) fn may(context: &Context<'_>, person: PersonId, roles: &[&str], bank: &str) -> bool {
    let account = context.world.store.of::<Account>(person);
    account.is_some_and(|account| roles.iter().any(|role| account.has(role, bank)))
}

/// The roles of which one lets its holder grant others.
pub(super) const GRANTING: [&str; 2] = ["CanCreateEntitlementAtOneBank", "CanCreateEntitlementAtAnyBank"];

/// Refuses a bank that is named and does not exist.
pub(super) fn known_bank(state: &State, bank: &str) -> Result<(), Reply> {
    if bank.is_empty() {
        return Ok(());
    }
    bank::find(state, bank).map(|_| ())
}
