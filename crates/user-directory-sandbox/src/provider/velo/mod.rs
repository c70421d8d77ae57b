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

use serde::{Deserialize, Serialize};

use self::account::{Account, Field, Kind, List};
use super::interface::{About, Provider, Route};
use crate::store::Accounts;
use crate::tokens::Tokens;

pub use account::MailedToken;

/// The documented pattern of phone numbers wants the plus sign that every example leaves out.
const MILDER: &[(&str, &str)] = &[(r"^\+[1-9]\d{1,14}$", r"^\+?[1-9]\d{1,14}$")];

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

provider!("velo", MILDER, VeloCredentials);

static PROVIDER: Provider<State> = Provider {
    about: About {
        name: "velo",
        prefix: "/velo",
        specification: &SPECIFICATION,
        invalid: problem::invalid,
        refused: problem::refused,
        finish: problem::finish,
    },
    handlers: handlers::HANDLERS,
    routes: &[Route::post("veloAuth", "/v1/authenticate", auth::log_in)],
    controls: control::CONTROLS,
    variables: &[("VELO_BASE_URL", "/velo"), ("VELO_API_KEY", "key"), ("VELO_API_SECRET", "secret")],
    authenticate: |context, _, request| auth::authenticate(context, request).map(Some),
    prepare: seed::prepare,
    seed: seed::account,
    protected: 1,
    new_account: |context, _| {
        let account = Account::invited(context.new_id(), Kind::Payor, vec!["payor.support".to_owned()]);
        Account { entity: Some(context.state.payor.clone()), ..account }
    },
    list: || List { order: vec![(Field::Email, false)], ..List::default() },
    unlist: |context, person| {
        context.remove(person);
    },
};
