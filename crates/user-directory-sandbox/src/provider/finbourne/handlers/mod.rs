//! The operations.

mod lifecycle;
mod lists;
mod schema;
mod users;

use super::State;
use crate::provider::interface::Handler;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("ListUsers", lists::list_users),
    ("ListRunnableUsers", lists::list_runnable_users),
    ("FindUsersById", lists::find_users_by_id),
    ("CreateUser", users::create_user),
    ("GetUser", users::get_user),
    ("UpdateUser", users::update_user),
    ("DeleteUser", users::delete_user),
    ("GetUserSchema", schema::get_user_schema),
    ("UpdateUserSchema", schema::update_user_schema),
    ("SendActivationEmail", lifecycle::send_activation_email),
    ("ExpirePassword", lifecycle::expire_password),
    ("ResetFactors", lifecycle::reset_factors),
    ("ResetPassword", lifecycle::reset_password),
    ("UnlockUser", lifecycle::unlock_user),
    ("UnsuspendUser", lifecycle::unsuspend_user),
];
