//! The operations.

mod email;
mod factor;
mod links;
mod marketplace;
mod users;

use super::State;
use crate::provider::interface::Handler;

/// Handlers by `operationId`.
pub(super) const HANDLERS: &[(&str, Handler<State>)] = &[
    ("GetSaasUsers", users::get_saas_users),
    ("GetSaasUser", users::get_saas_user),
    ("CreateSaasUser", users::create_saas_user),
    ("DeleteSaasUser", users::delete_saas_user),
    ("UpdateSaasUserPassword", users::update_password),
    ("SignUp", users::sign_up),
    ("ResendSignUpConfirmationEmail", users::resend_sign_up),
    ("UpdateSaasUserEmail", email::update_email),
    ("RequestEmailUpdate", email::request_update),
    ("ConfirmEmailUpdate", email::confirm_update),
    ("GetUserMfaPreference", factor::get_preference),
    ("UpdateUserMfaPreference", factor::update_preference),
    ("CreateSecretCode", factor::create_secret),
    ("UpdateSoftwareToken", factor::update_app),
    ("RequestExternalUserLink", links::request_link),
    ("ConfirmExternalUserLink", links::confirm_link),
    ("UnlinkProvider", links::unlink),
    ("SignUpWithAwsMarketplace", marketplace::sign_up),
    ("ConfirmSignUpWithAwsMarketplace", marketplace::confirm_sign_up),
    ("LinkAwsMarketplace", marketplace::link),
];
