//! The operations.

mod access;
mod contexts;
mod current;
mod customers;
mod dauth;
mod entitlements;
mod locks;
mod requests;
mod updates;
mod users;

use self::customers::{linked, page, show_minimal};
use super::State;
use super::customer::{show_v210, show_v300, show_with_attributes};
use crate::context::Call;
use crate::provider::interface::Handler;

pub(super) use users::erase;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("createUser", users::create),
    ("getUsers", users::list),
    ("getUserByUserId", users::by_id),
    ("getUserByUsername", users::by_name),
    ("getUsersByEmail", users::by_email),
    ("getUserWithAttributes", users::with_attributes),
    ("deleteUser", users::delete),
    ("refreshUser", users::refresh),
    ("resetPasswordUrl", users::reset_password),
    ("getCurrentUser", current::user),
    ("getCurrentUserId", current::id),
    ("getLogoutLink", current::logout_link),
    ("getMySpaces", current::spaces),
    ("getCurrentUserAttributes", current::attributes),
    ("createCurrentUserAttribute", current::create_attribute),
    ("updateCurrentUserAttribute", current::update_attribute),
    ("getBadLoginStatus", locks::status),
    ("lockUser", locks::lock),
    ("unlockUser", locks::unlock),
    ("addEntitlement", entitlements::add),
    ("deleteEntitlement", entitlements::delete),
    ("getEntitlements", entitlements::of_user),
    ("getEntitlementsByBankAndUser", entitlements::of_user_at_bank),
    ("getEntitlementsForBank", entitlements::at_bank),
    ("getEntitlementsForCurrentUser", entitlements::of_caller),
    ("addEntitlementRequest", requests::add),
    ("deleteEntitlementRequest", requests::delete),
    ("getAllEntitlementRequests", requests::all),
    ("getEntitlementRequests", requests::of_user),
    ("getEntitlementRequestsForCurrentUser", requests::of_caller),
    ("getPermissionsForBankAccount", access::permissions),
    ("getPermissionForUserForBankAccount", access::permission_of_user),
    ("grantUserAccessToView", access::grant),
    ("revokeUserAccessToView", access::revoke),
    ("revokeGrantUserAccessToViews", access::replace),
    ("createUserWithAccountAccess", dauth::with_access),
    ("createUserWithRoles", dauth::with_roles),
    ("getUserAuthContexts", contexts::list),
    ("createUserAuthContext", contexts::create),
    ("deleteUserAuthContextById", contexts::delete),
    ("deleteUserAuthContexts", contexts::delete_all),
    ("createUserAuthContextUpdateRequest", updates::start),
    ("answerUserAuthContextUpdateChallenge", updates::answer),
    ("createUserCustomerLinks", customers::link),
    ("getCustomersForUser", |context, call| linked(context, call, show_with_attributes)),
    ("getMyCustomersAtAnyBank", |context, call| linked(context, call, show_v210)),
    ("getCustomersAtAnyBank", |context, call| page(context, call, show_v300)),
    ("getCustomersAtOneBank", |context, call| page(context, call, show_v300)),
    ("getCustomersMinimalAtAnyBank", |context, call| page(context, call, show_minimal)),
    ("getCustomersMinimalAtOneBank", |context, call| page(context, call, show_minimal)),
];

/// Items of a page if the request has no `limit`.
const DEFAULT_LIMIT: usize = 500;

/// Returns offset and limit of a page, which have no upper bound.
fn bounds(call: &Call<'_>) -> (usize, usize) {
    let number = |name| {
        let sent = call.number(name)?;
        Some(usize::try_from(sent).unwrap_or(usize::MAX))
    };
    (number("offset").unwrap_or(0), number("limit").unwrap_or(DEFAULT_LIMIT))
}

/// Returns the value of the header `Range` for a page.
fn range((offset, limit): (usize, usize)) -> String {
    format!("items={offset}-{limit}")
}
