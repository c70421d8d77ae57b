//! Velo Payments.
//!
//! What Velo does not publish is decided like this:
//!
//! - The demo credentials act as a user of the back office with the role `backoffice.admin`.
//! - The back office writes with that role, staff of the payor with `payor.master_admin` or `payor.admin`; every other
//!   role reads. Staff of the payor cannot see the back office, and payees see nobody but themselves.
//! - There is one payor. Users are of the back office if a role of theirs begins with `backoffice.`, payees if their
//!   `entityId` is a payee's, and else of the payor. An `entityId` that names nobody is a 412.
//! - A payor has at most five enabled master administrators; one more is a 400. Payors cannot be disabled.
//! - Callers cannot delete, enable or disable themselves: 403. A user who has not enrolled cannot be enabled: 400.
//! - Codes by text message are good for ten minutes and for one use; a wrong one is a 400 on `verificationCode`.
//! - Passwords are rated by zxcvbn and need a score of 2, and not to be one of the last five. The fifth wrong old password
//!   in a row locks the user out, which ends their tokens.
//! - Null clears what it stands for, an e-mail address too. Phone numbers do without their plus sign, as in Velo's examples.
//! - A page has links to the first, previous, next and last page, as far as there are any.
//! - `errorCode` and `reasonCode` are words; Velo's numbers are not known.

mod account;
mod auth;
mod code;
mod handlers;
mod outside;
mod password;
mod problem;
mod seed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};
use crate::store::Keyed;

pub(crate) use account::Account;
pub use account::MailedToken;
pub use outside::OutsideError;

/// The pattern of phone numbers contradicts every example of it; handlers check a milder one. Names and addresses of users
/// can come from other providers, which are not as strict.
static LENIENCY: Leniency = Leniency {
    drop: &[
        "/components/schemas/InviteUserRequest/properties/smsNumber/pattern",
        "/components/schemas/InviteUserRequest/properties/primaryContactNumber/pattern",
        "/components/schemas/InviteUserRequest/properties/secondaryContactNumber/pattern",
        "/components/schemas/PayeeUserSelfUpdateRequest/properties/smsNumber/pattern",
        "/components/schemas/PayeeUserSelfUpdateRequest/properties/primaryContactNumber/pattern",
        "/components/schemas/PayeeUserSelfUpdateRequest/properties/secondaryContactNumber/pattern",
        "/components/schemas/RegisterSmsRequest/properties/smsNumber/pattern",
        "/components/schemas/UserDetailsUpdateRequest/properties/smsNumber/pattern",
        "/components/schemas/UserDetailsUpdateRequest/properties/primaryContactNumber/pattern",
        "/components/schemas/UserDetailsUpdateRequest/properties/secondaryContactNumber/pattern",
        "/components/schemas/UserResponse/properties/smsNumber/pattern",
        "/components/schemas/UserResponse/properties/primaryContactNumber/pattern",
        "/components/schemas/UserResponse/properties/secondaryContactNumber/pattern",
        "/components/schemas/UserResponse/properties/email/format",
        "/components/schemas/UserResponse/properties/firstName/maxLength",
        "/components/schemas/UserResponse/properties/lastName/maxLength",
    ],
    ..Leniency::NONE
};

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/velo.json")), &LENIENCY));

pub(crate) static PROVIDER: Provider = Provider {
    name: "velo",
    prefix: "/velo",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: auth::ROUTES,
    controls: outside::CONTROLS,
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: problem::finish,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| json!({ "base_url": base_url, "credentials": world.velo.credentials }),
};

credentials! {
    /// Demo credentials for Velo Payments: an API key, which `POST /v1/authenticate` takes.
    VeloCredentials {
        /// API key.
        key,
        /// Secret of the key.
        secret,
        /// Password of every user of the start until they change it.
        password,
    }
}

handle! {
    /// Velo Payments, as a sandbox serves it.
    Velo, VeloCredentials, velo
}

/// What the provider keeps beside its accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: VeloCredentials,
    /// Identifier of the one payor.
    payor: String,
    /// Identifiers of the payees.
    payees: Keyed<String>,
    /// The last code that was texted to a number.
    codes: BTreeMap<String, code::Code>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn velo_is_complete() {
        assert_eq!(super::super::gaps(&super::PROVIDER), Vec::<String>::new());
    }
}
