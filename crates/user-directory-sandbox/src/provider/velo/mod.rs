//! Velo Payments. What is decided where it publishes nothing: [`crate::velo`].

mod account;
mod auth;
mod code;
pub(crate) mod control;
mod handlers;
mod password;
mod problem;
mod seed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use http::Method;
use serde::{Deserialize, Serialize};

use self::account::{Account, Field, Kind, List};
use super::interface::{About, Control, Handler, Provider, Route};
use crate::message::{Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Path, Shape, Specification};
use crate::store::{Accounts, Facts, Person, PersonId};
use crate::tokens::Tokens;

pub use account::MailedToken;

type Context<'a> = crate::context::Context<'a, State>;

/// The pattern of phone numbers contradicts every example of it; handlers check a milder one.
const NOT_ENFORCED: &[&str] = &[
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
];

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/velo.json")), NOT_ENFORCED));

/// How a user is shown.
static USER: LazyLock<Shape> = LazyLock::new(|| Shape::new(&SPECIFICATION, "UserResponse"));

static ABOUT: About = About {
    name: "velo",
    prefix: "/velo",
    sdk_prefix: None,
    specification: &SPECIFICATION,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: problem::finish,
    protected: 1,
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

/// What Velo keeps.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    accounts: Accounts<Account>,
    tokens: Tokens,
    credentials: VeloCredentials,
    /// Identifier of the one payor.
    payor: String,
    /// Identifiers of the payees.
    payees: BTreeSet<String>,
    /// The last code that was texted to a number.
    codes: BTreeMap<String, code::Code>,
}

directory!(Account);

impl Provider for State {
    const ABOUT: &'static About = &ABOUT;
    const HANDLERS: &'static [(&'static str, Handler<Self>)] = handlers::HANDLERS;
    const ROUTES: &'static [Route<Self>] =
        &[Route { path: Path::new("veloAuth", Method::POST, "/v1/authenticate"), handler: auth::log_in }];
    const CONTROLS: &'static [Control<Self>] = control::CONTROLS;

    type Credentials = VeloCredentials;

    fn credentials(&self) -> &VeloCredentials {
        &self.credentials
    }

    fn authenticate(context: &Context<'_>, _: &Operation, request: &Request) -> Result<Option<PersonId>, Reply> {
        auth::authenticate(context, request).map(Some)
    }

    fn prepare(&mut self, rng: &mut Rng) {
        self.credentials.key = rng.id();
        self.credentials.secret = rng.id();
        self.credentials.password = rng.alphanumeric(16);
        self.payor = rng.id();
    }

    fn seed(&mut self, _: &Person, index: u32, rng: &mut Rng) -> Account {
        seed::account(self, index, rng)
    }

    fn newcomer(context: &mut Context<'_>, _: &Facts) -> Account {
        let mut account = Account::invited(context.new_id(), Kind::Payor, vec!["payor.support".to_owned()]);
        account.entity = Some(context.state.payor.clone());
        account
    }

    fn list() -> List {
        List { order: vec![(Field::Email, false)], ..List::default() }
    }
}
