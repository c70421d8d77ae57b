//! The Open Bank Project, as a server of v5.0.0 behaves and not as its pages say.
//!
//! What is not published, and what an instance may set, is decided like this:
//!
//! - The own identity provider is `https://obp.example.com`; every eighth person comes from another one, and is therefore
//!   not found by a username. Of those seeded, only the two with demo credentials have a password.
//! - The feature `ResetPasswordUrlEnabled` is on; its links and the logout page lead nowhere.
//! - A page has up to 500 items unless `limit` says otherwise. Users and customers come in the order of their creation.
//! - What is not found is a 400, and a user who is looked up by id a 404, but for `getUserByUserId`: 400, OBP-20057.
//! - A query parameter that the operation does not have is a 400, OBP-10016, where the real server overlooks it.
//! - Somebody is locked out by `lockUser`, or by more than five failed logins in a row. Locked and deleted users are
//!   refused with 401 (OBP-20013, OBP-20064) even if they have a token.
//! - A new login ends the token that the user had before. A JWT for GatewayLogin, or a bearer token, is signed by HS256 with
//!   the secret among the credentials and names a local user (`login_user_name`, `sub`); `exp` and `nbf` are heeded. A
//!   bad one is a 400 for GatewayLogin and a 401 for a bearer token. Answers repeat the gateway's JWT in their header
//!   `GatewayLogin` and do not renew it.
//! - A deleted user loses name, address and password here, and only here: the person stays with the other providers.
//! - The holder of an account cannot lose its owner view to others; `refreshUser` gives holders back what they gave away.
//! - A right answer to a challenge for the key `CUSTOMER_NUMBER` links the user to that customer, if the bank has one.
//!   One answer is all there is: a wrong one rejects the change.
//!
//! There are no limits of rates, no OAuth 1.0a, DAuth logins or consents, and no paging by headers.

mod access;
mod account;
mod auth;
mod bank;
mod challenge;
mod customer;
mod handlers;
mod jwt;
mod login;
mod problem;
mod roles;
mod seed;
mod views;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};

pub(crate) use account::Account;

/// The identity provider of the instance itself.
const LOCAL: &str = "https://obp.example.com";

static LENIENCY: Leniency = Leniency::NONE;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/obp.json")), &LENIENCY));

pub(crate) static PROVIDER: Provider = Provider {
    name: "obp",
    prefix: "/obp",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: login::ROUTES,
    controls: challenge::CONTROLS,
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: auth::finish,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| json!({ "base_url": base_url, "credentials": world.obp.credentials }),
};

credentials! {
    /// Demo credentials for the Open Bank Project.
    ObpCredentials {
        /// User name for DirectLogin of somebody who has all roles that the operations need.
        username,
        /// Password of that user.
        password,
        /// Key of the application, for any user.
        consumer_key,
        /// User name of somebody without roles; there must be at least two people.
        plain_username,
        /// Password of the user without roles.
        plain_password,
        /// A JWT that GatewayLogin takes for the user with roles.
        gateway_jwt,
        /// A bearer token for the user with roles.
        bearer_token,
        /// What JWTs for GatewayLogin and bearer tokens are signed with, by HS256.
        jwt_secret,
    }
}

handle! {
    /// The Open Bank Project, as a sandbox serves it.
    Obp, ObpCredentials, obp
}

/// What the instance keeps beside its users.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: ObpCredentials,
    /// Identifier of the one application.
    consumer: String,
    banks: BTreeMap<String, bank::Bank>,
    customers: customer::Customers,
    /// Requests for roles, oldest first.
    requests: Vec<roles::Request>,
    /// Changes of auth contexts that wait for a code, or have had one.
    updates: BTreeMap<String, challenge::Update>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obp_is_complete() {
        assert_eq!(super::super::gaps(&PROVIDER), Vec::<String>::new());
    }

    #[test]
    fn all_roles_that_operations_need_are_known() {
        for operation in SPECIFICATION.operations() {
            for role in roles::of_operation(operation) {
                assert!(roles::needs_bank(role).is_some(), "{}: {role}", operation.id);
            }
        }
    }
}
