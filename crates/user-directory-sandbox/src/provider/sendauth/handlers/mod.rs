//! The operations.

mod lists;
mod passkeys;
mod users;

use super::State;
use crate::provider::interface::Handler;

pub(super) use passkeys::check_transaction;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("listUsers", |context, call| lists::list(context, call, false)),
    ("listDeletedUsers", |context, call| lists::list(context, call, true)),
    ("getUserAudits", lists::get_user_audits),
    ("getUserTransactions", lists::get_user_transactions),
    ("createUser", users::create_user),
    ("getUser", users::get_user),
    ("updateUser", users::update_user),
    ("deleteUser", users::delete_user),
    ("setUserTags", users::set_user_tags),
    ("restoreUser", users::restore_user),
    ("destroyUser", users::destroy_user),
    ("authenticateUser", passkeys::authenticate_user),
    ("registerUser", passkeys::register_user),
    ("removeUserPasskey", passkeys::remove_user_passkey),
];
