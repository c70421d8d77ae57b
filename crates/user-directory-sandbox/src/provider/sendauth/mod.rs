//! SendAuth. What is decided where it publishes nothing: [`crate::sendauth`].

mod account;
mod audit;
mod auth;
pub(crate) mod control;
mod handlers;
mod problem;
mod seed;
mod transaction;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use http::Method;
use serde::{Deserialize, Serialize};

use self::account::{Account, List, Order};
use super::interface::{About, Control, Handler, Provider, Route};
use crate::message::Reply;
use crate::message::Request;
use crate::rng::Rng;
use crate::spec::{Operation, Path, Shape, Specification};
use crate::store::{Accounts, Facts, Person, PersonId};

pub use transaction::TransactionState;

type Context<'a> = crate::context::Context<'a, State>;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/sendauth.json")), &[]));

/// How a user is shown.
static USER: LazyLock<Shape> = LazyLock::new(|| Shape::new(&SPECIFICATION, "User"));

static ABOUT: About = About {
    name: "sendauth",
    prefix: "/sendauth",
    sdk_prefix: None,
    specification: &SPECIFICATION,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: |_, _| {},
    protected: 1,
};

credentials! {
    /// Demo credentials for SendAuth: HTTP Basic.
    SendAuthCredentials {
        /// User name.
        username,
        /// Password.
        password,
    }
}

/// What SendAuth keeps.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    accounts: Accounts<Account>,
    credentials: SendAuthCredentials,
    /// The one organisation there is.
    organisation: String,
    companies: BTreeMap<String, account::Company>,
    /// Permissions that a group gives, by the group's identifier.
    groups: BTreeMap<String, Vec<String>>,
    /// By identifier.
    transactions: BTreeMap<String, transaction::Transaction>,
    /// Identifiers of the transactions of an account, oldest first.
    of_account: BTreeMap<String, Vec<String>>,
}

directory!(Account);

impl Provider for State {
    const ABOUT: &'static About = &ABOUT;
    const HANDLERS: &'static [(&'static str, Handler<Self>)] = handlers::HANDLERS;
    /// Where clients ask how a transaction stands; SendAuth's user pages do not describe it.
    const ROUTES: &'static [Route<Self>] = &[Route {
        path: Path::new("checkTransaction", Method::GET, "/api/v1/transactions/{txID}/check"),
        handler: handlers::check_transaction,
    }];
    const CONTROLS: &'static [Control<Self>] = control::CONTROLS;

    type Credentials = SendAuthCredentials;

    fn credentials(&self) -> &SendAuthCredentials {
        &self.credentials
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

    fn newcomer(context: &mut Context<'_>, _: &Facts) -> Account {
        Account::new(context.new_id(), context.now())
    }

    fn list() -> List {
        List { deleted: false, permission: None, order: Order::Creation }
    }

    fn take_off(context: &mut Context<'_>, person: PersonId) {
        context.edit(person, |account| account.deleted = true);
    }
}
