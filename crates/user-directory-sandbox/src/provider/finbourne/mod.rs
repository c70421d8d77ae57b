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
use serde_json::{Value, json};

use self::account::{Account, List, PERSONAL, Status};
use super::interface::{About, Control, Handler, Provider, Route};
use crate::message::{Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Path, Shape, Specification};
use crate::store::{Accounts, Facts, Person, PersonId};
use crate::tokens::Tokens;

type Context<'a> = crate::context::Context<'a, State>;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/finbourne.json")), &[]));

/// How a user is shown.
static USER: LazyLock<Shape> = LazyLock::new(|| Shape::new(&SPECIFICATION, "UserResponse"));

static ABOUT: About = About {
    name: "finbourne",
    prefix: "/finbourne/identity",
    sdk_prefix: None,
    specification: &SPECIFICATION,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: |_, _| {},
    protected: 1,
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

directory!(Account);

impl Provider for State {
    const ABOUT: &'static About = &ABOUT;
    const HANDLERS: &'static [(&'static str, Handler<Self>)] = handlers::HANDLERS;
    const ROUTES: &'static [Route<Self>] =
        &[Route { path: Path::new("token", Method::POST, token::PATH), handler: token::grant }];
    const CONTROLS: &'static [Control<Self>] = control::CONTROLS;

    type Credentials = FinbourneCredentials;

    fn credentials(&self) -> &FinbourneCredentials {
        &self.credentials
    }

    fn announce(&self, base_url: &str) -> Value {
        json!({ "token_url": format!("{base_url}{}", token::PATH) })
    }

    fn authenticate(context: &Context<'_>, _: &Operation, request: &Request) -> Result<Option<PersonId>, Reply> {
        auth::authenticate(context, request)
    }

    fn prepare(&mut self, rng: &mut Rng) {
        seed::prepare(self, rng);
    }

    fn seed(&mut self, person: &Person, index: u32, rng: &mut Rng) -> Account {
        seed::account(self, person, index, rng)
    }

    fn newcomer(context: &mut Context<'_>, facts: &Facts) -> Account {
        let email = facts.email.clone().unwrap_or_default();
        Account { status: Status::Active, ..Account::new(seed::id(context.rng()), PERSONAL, email) }
    }

    fn list() -> List {
        List::Present
    }

    fn take_off(context: &mut Context<'_>, person: PersonId) {
        context.state.tokens.revoke(person);
        context.edit(person, |account| account.status = Status::Deprovisioned);
    }
}
