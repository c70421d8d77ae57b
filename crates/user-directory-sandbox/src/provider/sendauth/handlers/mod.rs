//! The operations.

mod deleted;
mod lists;
mod passkeys;
mod users;

use super::State;
use crate::provider::interface::Handler;

pub(super) use passkeys::check_transaction;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("listUsers", lists::list_users),
    ("listDeletedUsers", lists::list_deleted_users),
    ("getUserAudits", lists::get_user_audits),
    ("getUserTransactions", lists::get_user_transactions),
    ("createUser", users::create_user),
    ("getUser", users::get_user),
    ("updateUser", users::update_user),
    ("deleteUser", users::delete_user),
    ("setUserTags", users::set_user_tags),
    ("restoreUser", deleted::restore_user),
    ("destroyUser", deleted::destroy_user),
    ("authenticateUser", passkeys::authenticate_user),
    ("registerUser", passkeys::register_user),
    ("removeUserPasskey", passkeys::remove_user_passkey),
];
