//! The operations.

mod access;
mod lists;
mod own;
mod rights;
mod users;

use super::State;
use crate::provider::interface::Handler;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("listUsers", lists::list_users),
    ("getUserByIdV2", users::get_user),
    ("inviteUser", users::invite_user),
    ("deleteUserByIdV2", users::delete_user),
    ("userDetailsUpdate", users::update_details),
    ("disableUserV2", access::disable_user),
    ("enableUserV2", access::enable_user),
    ("unlockUserV2", access::unlock_user),
    ("roleUpdate", access::update_roles),
    ("resendToken", access::resend_token),
    ("registerSms", access::register_sms),
    ("unregisterMFA", access::unregister_mfa),
    ("getSelf", own::get_self),
    ("unregisterMFAForSelf", own::unregister_mfa),
    ("updatePasswordSelf", own::update_password),
    ("validatePasswordSelf", own::validate_password),
    ("userDetailsUpdateForSelf", own::update_details),
];
