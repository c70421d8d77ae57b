//! The Open Bank Project, as a server of v5.0.0 behaves. What an instance may set, and what is not published:
//! [`crate::obp`].

mod access;
mod account;
mod auth;
mod bank;
mod challenge;
pub(crate) mod control;
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

use http::Method;
use serde::{Deserialize, Serialize};

use self::account::{Account, List};
use super::interface::{About, Control, Handler, Provider, Route};
use crate::message::{Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Path, Specification};
use crate::store::{Accounts, Facts, Person, PersonId};
use crate::tokens::Tokens;

type Context<'a> = crate::context::Context<'a, State>;

/// The identity provider of the instance itself.
const LOCAL: &str = "https://obp.example.com";

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/obp.json")), &[]));

static ABOUT: About = About {
    name: "obp",
    prefix: "/obp",
    sdk_prefix: None,
    specification: &SPECIFICATION,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: auth::finish,
    protected: 2,
};

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
    customers: customer::Customers,
    /// Requests for roles, oldest first.
    requests: Vec<roles::Request>,
    /// Changes of auth contexts that wait for a code, or have had one.
    updates: BTreeMap<String, challenge::Update>,
}

directory!(Account);

impl Provider for State {
    const ABOUT: &'static About = &ABOUT;
    const HANDLERS: &'static [(&'static str, Handler<Self>)] = handlers::HANDLERS;
    /// The login, which has no version in its path.
    const ROUTES: &'static [Route<Self>] =
        &[Route { path: Path::new("directLogin", Method::POST, "/my/logins/direct"), handler: login::login }];
    const CONTROLS: &'static [Control<Self>] = control::CONTROLS;

    type Credentials = ObpCredentials;

    fn credentials(&self) -> &ObpCredentials {
        &self.credentials
    }

    fn authenticate(
        context: &Context<'_>,
        operation: &Operation,
        request: &Request,
    ) -> Result<Option<PersonId>, Reply> {
        auth::authenticate(context, operation, request)
    }

    fn prepare(&mut self, rng: &mut Rng) {
        seed::prepare(self, rng);
    }

    fn seed(&mut self, person: &Person, index: u32, rng: &mut Rng) -> Account {
        seed::account(self, person, index, rng)
    }

    fn newcomer(context: &mut Context<'_>, facts: &Facts) -> Account {
        Account::new(context.new_id(), LOCAL, seed::username(facts), context.now())
    }

    fn list() -> List {
        List::Deleted(false)
    }

    fn take_off(context: &mut Context<'_>, person: PersonId) {
        handlers::erase(context, person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_roles_that_operations_need_are_known() {
        for operation in SPECIFICATION.operations() {
            for role in &operation.roles {
                assert!(roles::needs_bank(role).is_some(), "{}: {role}", operation.id());
            }
        }
    }
}
