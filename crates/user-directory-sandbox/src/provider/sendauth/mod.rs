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

use serde::{Deserialize, Serialize};

use self::account::{Account, List, Order};
use super::interface::{About, Provider, Route};
use crate::store::Accounts;

pub use transaction::TransactionState;

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
    /// Oldest first.
    transactions: Vec<transaction::Transaction>,
}

provider!("sendauth", &[], SendAuthCredentials);

static PROVIDER: Provider<State> = Provider {
    about: About {
        name: "sendauth",
        prefix: "/sendauth",
        specification: &SPECIFICATION,
        invalid: problem::invalid,
        refused: problem::refused,
        finish: |_, _| {},
    },
    handlers: handlers::HANDLERS,
    // Clients read the state of a transaction here; SendAuth's user pages do not describe it.
    routes: &[Route::get("checkTransaction", "/api/v1/transactions/{txID}/check", handlers::check_transaction)],
    controls: control::CONTROLS,
    variables: &[
        ("SENDAUTH_BASE_URL", "/sendauth"),
        ("SENDAUTH_USERNAME", "username"),
        ("SENDAUTH_PASSWORD", "password"),
    ],
    authenticate: |context, _, request| auth::authenticate(context, request),
    prepare: seed::prepare,
    seed: seed::account,
    protected: 1,
    new_account: |context, _| Account::new(context.new_id(), context.now()),
    list: || List { deleted: false, permission: None, order: Order::Creation },
    unlist: |context, person| {
        context.edit(person, |account| account.deleted = true);
    },
};
