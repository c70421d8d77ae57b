//! FINBOURNE Identity.
//!
//! What FINBOURNE does not publish is decided like this:
//!
//! - The statuses are those of the identity provider behind it (Okta): a person who is created is `PROVISIONED` until they
//!   answer the activation mail, a service is `ACTIVE` at once, a deleted user is `DEPROVISIONED` and stays readable.
//! - An unknown or deleted user is a 404; every other business error is a 400. Names of errors are the sandbox's own.
//! - A PUT replaces the whole record: second address, alternative ids and roles that are left out are gone.
//! - Login and e-mail address of a person have to be equal as soon as either has an `@`. Placeholders without one, such as
//!   recorded calls have, are not compared, and nor is their second address refused.
//! - There are no operations on roles here, so a role of another scope than `default` exists from the first time it is
//!   given to somebody. The roles of `default` are fixed; another code in it is error 660.
//! - Alternative ids are taken under any name, defined by the user schema or not.
//! - A personal access token may do everything and never ends. A token of the password grant acts for its user for 3600 s,
//!   and writes (error 186) only if they have the role `default/administrator`; its refresh token lasts seven days. Ten wrong
//!   passwords lock a user out.
//! - Runnable are active services, and the caller.
//! - New users are in lists at once, whatever `waitForReindex` says.
//!
//! Not reproduced: mails, password rules, factors beyond their number, roles as objects of their own, everything else that
//! the identity provider does.

mod account;
mod auth;
mod handlers;
mod outside;
mod problem;
mod role;
mod seed;
mod token;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};

pub(crate) use account::Account;
pub use outside::OutsideError;

static LENIENCY: Leniency = Leniency::NONE;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/finbourne.json")), &LENIENCY));

pub(crate) static PROVIDER: Provider = Provider {
    name: "finbourne",
    prefix: "/finbourne/identity",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: token::ROUTES,
    controls: outside::CONTROLS,
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: super::no_headers,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| {
        json!({
            "base_url": base_url,
            "token_url": format!("{base_url}{}", token::PATH),
            "credentials": world.finbourne.credentials,
        })
    },
};

credentials! {
    /// Demo credentials for FINBOURNE Identity: a token, or all that the password grant takes.
    FinbourneCredentials {
        /// Personal access token, sent as `Authorization: Bearer`.
        token,
        /// Login of the first user.
        username,
        /// Their password.
        password,
        /// Identifier of the application.
        client_id,
        /// Secret of the application.
        client_secret,
    }
}

handle! {
    /// FINBOURNE Identity, as a sandbox serves it.
    Finbourne, FinbourneCredentials, finbourne
}

impl Finbourne<'_> {
    /// Returns the URL of the identity provider's token endpoint, for the password grant.
    pub fn token_url(&self) -> String {
        format!("{}{}", self.base_url(), token::PATH)
    }
}

/// What the provider keeps beside its accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: FinbourneCredentials,
    /// Roles by scope and code, written `scope/code`.
    roles: BTreeMap<String, role::Role>,
    /// Definitions of alternative ids, in their order.
    schema: Vec<handlers::Property>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn finbourne_is_complete() {
        assert_eq!(super::super::gaps(&super::PROVIDER), Vec::<String>::new());
    }
}
