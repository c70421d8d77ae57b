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
use std::sync::LazyLock;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::account::{Account, List, PERSONAL, Status};
use super::interface::{About, Provider, Route, announce};
use crate::spec::{Path, Specification, extend};
use crate::store::Accounts;
use crate::tokens::Tokens;

type Context<'a> = crate::context::Context<'a, State>;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!("../../../specifications/finbourne.json"), &[]));

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
    pub(crate) credentials: FinbourneCredentials,
    /// Roles by scope and code, written `scope/code`.
    roles: BTreeMap<String, role::Role>,
    /// Definitions of alternative ids, in their order.
    schema: Vec<Property>,
}

provided!(Account, PROVIDER);

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
    routes: &[Route { path: Path::new("token", Method::POST, token::PATH), handler: token::grant }],
    controls: control::CONTROLS,
    announce: |state, base_url| {
        let (given, token_url) = (&state.credentials, format!("{base_url}{}", token::PATH));
        let mut line = announce(
            base_url,
            given,
            &[
                ("FBN_IDENTITY_URL", base_url),
                ("FBN_ACCESS_TOKEN", &given.token),
                ("FBN_TOKEN_URL", &token_url),
                ("FBN_USERNAME", &given.username),
                ("FBN_PASSWORD", &given.password),
                ("FBN_CLIENT_ID", &given.client_id),
                ("FBN_CLIENT_SECRET", &given.client_secret),
            ],
        );
        extend(&mut line, json!({ "token_url": token_url }));
        line
    },
    authenticate: |context, _, request| auth::authenticate(context, request),
    prepare: seed::prepare,
    seed: seed::account,
    protected: 1,
    newcomer: |context, facts| Account::new(seed::id(context.rng()), PERSONAL, facts.email.clone().unwrap_or_default()),
    list: || List::Present,
    take_off: |context, person| {
        context.state.tokens.revoke(person);
        context.edit(person, |account| account.status = Status::Deprovisioned);
    },
};
