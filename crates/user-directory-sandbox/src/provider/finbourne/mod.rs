//! FINBOURNE Identity. What is decided where it publishes nothing: [`crate::finbourne`].

mod account;
mod auth;
pub(crate) mod control;
mod handlers;
mod problem;
mod role;
mod seed;
pub(crate) mod token;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::account::{Account, List, PERSONAL, Status};
use super::interface::{About, Provider, Route};
use crate::store::Accounts;
use crate::tokens::Tokens;

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

/// A definition of an alternative id.
#[derive(Clone, Serialize, Deserialize)]
struct Property {
    name: String,
    description: String,
}

/// What FINBOURNE keeps.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    accounts: Accounts<Account>,
    tokens: Tokens,
    credentials: FinbourneCredentials,
    /// Roles by scope and code, written `scope/code`.
    roles: BTreeMap<String, role::Role>,
    /// Definitions of alternative ids, in their order.
    schema: Vec<Property>,
}

provider!("finbourne", &[], FinbourneCredentials);

static PROVIDER: Provider<State> = Provider {
    about: About {
        name: "finbourne",
        prefix: "/finbourne/identity",
        specification: &SPECIFICATION,
        invalid: problem::invalid,
        refused: problem::refused,
        finish: |_, _| {},
    },
    handlers: handlers::HANDLERS,
    routes: &[Route::post("token", token::PATH, token::grant)],
    controls: control::CONTROLS,
    variables: &[
        ("FBN_IDENTITY_URL", "/finbourne/identity"),
        ("FBN_ACCESS_TOKEN", "token"),
        ("FBN_TOKEN_URL", "/finbourne/identity/oauth2/sandbox/v1/token"),
        ("FBN_USERNAME", "username"),
        ("FBN_PASSWORD", "password"),
        ("FBN_CLIENT_ID", "client_id"),
        ("FBN_CLIENT_SECRET", "client_secret"),
    ],
    authenticate: |context, _, request| auth::authenticate(context, request),
    prepare: seed::prepare,
    seed: seed::account,
    protected: 1,
    new_account: |context, facts| {
        Account::new(seed::id(context.rng()), PERSONAL, facts.email.clone().unwrap_or_default())
    },
    list: || List::Present,
    unlist: |context, person| {
        context.state.tokens.revoke(person);
        context.edit(person, |account| account.status = Status::Deprovisioned);
    },
};
