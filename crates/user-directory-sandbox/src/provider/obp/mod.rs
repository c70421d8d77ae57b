//! The Open Bank Project, as a server of v5.0.0 behaves. What an instance may set, and what is not published:
//! [`crate::obp`].

mod access;
mod account;
mod auth;
mod bank;
mod challenge;
pub(crate) mod control;
mod customer;
mod grants;
mod handlers;
mod jwt;
mod login;
mod problem;
mod roles;
mod seed;
mod views;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::account::{Account, List};
use super::interface::{About, Provider, Route};
use crate::store::Accounts;
use crate::tokens::Tokens;

/// The identity provider of the instance itself.
const LOCAL: &str = "https://obp.example.com";

credentials! {
    /// Demo credentials for the Open Bank Project.
    ObpCredentials {
        /// User name for DirectLogin of a user who has all roles that the operations need.
        username,
        /// Password of that user.
        password,
        /// Key of the application, for any user.
        consumer_key,
        /// User name of a user without roles; there must be at least two people.
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

/// What the instance keeps.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    accounts: Accounts<Account>,
    tokens: Tokens,
    credentials: ObpCredentials,
    /// Identifier of the one application.
    consumer: String,
    /// Accounts by identifier, by bank.
    banks: BTreeMap<String, BTreeMap<String, bank::BankAccount>>,
    /// Requests for roles, oldest first.
    requests: Vec<roles::Request>,
    /// Changes of auth contexts that wait for a code, or have had one.
    updates: BTreeMap<String, challenge::Update>,
}

provider!("obp", &[], ObpCredentials);

static PROVIDER: Provider<State> = Provider {
    about: About {
        name: "obp",
        prefix: "/obp",
        specification: &SPECIFICATION,
        invalid: problem::invalid,
        refused: problem::refused,
        finish: auth::finish,
    },
    handlers: handlers::HANDLERS,
    // The login, which has no version in its path.
    routes: &[Route::post("directLogin", "/my/logins/direct", login::login)],
    controls: control::CONTROLS,
    variables: &[
        ("OBP_BASE_URL", "/obp"),
        ("OBP_USERNAME", "username"),
        ("OBP_PASSWORD", "password"),
        ("OBP_CONSUMER_KEY", "consumer_key"),
    ],
    authenticate: auth::authenticate,
    prepare: seed::prepare,
    seed: seed::account,
    protected: 2,
    new_account: |context, facts| Account::new(context.new_id(), LOCAL, seed::username(facts), context.now()),
    list: || List::Deleted(false),
    unlist: handlers::erase,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_roles_that_operations_need_are_listed() {
        for operation in SPECIFICATION.operations() {
            for role in &operation.roles {
                assert!(roles::needs_bank(role).is_some(), "{}: {role}", operation.id());
            }
        }
    }
}
