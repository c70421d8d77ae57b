//! Roles: their names, requests for them, and which of them an operation needs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::account::{Account, find};
use super::{Context, State, bank, problem};
use crate::context::User;
use crate::provider::interface::{Call, Reply};
use crate::store::PersonId;

/// The roles that are held at a bank.
const AT_BANK: &str = "CanCreateAccount CanCreateCustomer CanCreateEntitlementAtOneBank CanCreateUserCustomerLink CanGetCustomers \
    CanGetCustomersMinimal CanGetEntitlementsForAnyUserAtOneBank CanGetEntitlementsForOneBank \
    CanReadDynamicResourceDocsAtOneBank";

/// The roles that are held for the whole system.
const SYSTEM: &str = "CanCreateBank CanCreateEntitlementAtAnyBank CanCreateResetPasswordUrl CanCreateUserAuthContext \
    CanCreateUserAuthContextUpdate CanCreateUserCustomerLinkAtAnyBank CanDeleteEntitlementAtAnyBank \
    CanDeleteEntitlementRequestsAtAnyBank CanDeleteUser CanDeleteUserAuthContext CanGetAnyUser \
    CanGetCustomersAtAnyBank CanGetCustomersMinimalAtAnyBank CanGetEntitlementRequestsAtAnyBank \
    CanGetEntitlementsForAnyBank CanGetEntitlementsForAnyUserAtAnyBank CanGetUserAuthContext \
    CanGetUsersWithAttributes CanLockUser CanReadUserLockedStatus CanRefreshUser CanUnlockUser";

/// Returns the roles of this instance, and whether they are held at a bank.
pub(super) fn all() -> impl Iterator<Item = (&'static str, bool)> {
    let at_bank = AT_BANK.split_whitespace().map(|role| (role, true));
    at_bank.chain(SYSTEM.split_whitespace().map(|role| (role, false)))
}

/// The role that makes a bank one of its holder's spaces.
pub(super) const SPACE: &str = "CanReadDynamicResourceDocsAtOneBank";

/// Returns whether a role is held at a bank; nothing if there is no such role.
pub(super) fn needs_bank(role: &str) -> Option<bool> {
    all().find(|(name, _)| *name == role).map(|(_, at_bank)| at_bank)
}

/// Refuses an unknown role, and one that cannot be held at that bank, or for the system.
pub(super) fn check(role: &str, bank: &str) -> Result<(), Reply> {
    match (needs_bank(role), bank.is_empty()) {
        (None, _) => {
            let names: Vec<_> = all().map(|(name, _)| name).collect();
            let message = format!("there is no role with this name; the roles are {}", names.join(", "));
            Err(problem::bad("OBP-10007", &message))
        }
        (Some(true), true) => Err(problem::bad("OBP-30205", "the role is held at a bank: bank_id must not be empty")),
        (Some(false), false) => {
            Err(problem::bad("OBP-30206", "the role is held for the whole system: bank_id must be empty"))
        }
        _ => Ok(()),
    }
}

/// A request for a role.
#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) id: String,
    pub(super) user: PersonId,
    pub(super) role: String,
    pub(super) bank: String,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) created: DateTime<Utc>,
}

impl Account {
    /// Returns whether the user holds a role, at this bank if it is one that is held at a bank.
    pub(super) fn has(&self, role: &str, bank: &str) -> bool {
        let Some(scoped) = needs_bank(role) else { return false };
        let place = if scoped { bank } else { "" };
        self.entitlements.iter().any(|one| one.role == role && one.bank == place)
    }
}

/// The caller.
pub(super) struct Caller {
    pub(super) person: PersonId,
    /// Identifier of the user.
    pub(super) id: String,
}

/// Returns the caller, for operations that every user may call.
pub(super) fn caller(context: &Context<'_>) -> Result<Caller, Reply> {
    let caller = context.caller.and_then(|person| Some(Caller { person, id: context.id_of(person)?.to_owned() }));
    caller.ok_or_else(problem::not_logged_in)
}

/// Returns the caller, if the bank in the path exists and they have a role that the operation needs.
pub(super) fn authorize(context: &Context<'_>, call: &Call<'_>) -> Result<Caller, Reply> {
    let caller = caller(context)?;
    let bank = call.path("BANK_ID");
    if !bank.is_empty() {
        bank::find(context.state, bank)?;
    }
    let needed = &call.operation.roles;
    if needed.is_empty() || may(context, caller.person, needed, bank) {
        Ok(caller)
    } else {
        Err(problem::missing_roles(needed))
    }
}

/// Returns the user that the path names, to a caller who has a role that the operation needs.
pub(super) fn user_of_path<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<User<'a, State>, Reply> {
    authorize(context, call)?;
    find(context, call.path("USER_ID"))
}

/// Returns whether a user has one of these roles.
pub(super) fn may(context: &Context<'_>, person: PersonId, roles: &[impl AsRef<str>], bank: &str) -> bool {
    context.account(person).is_some_and(|account| roles.iter().any(|role| account.has(role.as_ref(), bank)))
}

/// The roles whose holders may grant roles.
pub(super) const GRANTING: [&str; 2] = ["CanCreateEntitlementAtOneBank", "CanCreateEntitlementAtAnyBank"];
