//! SendAuth.
//!
//! What SendAuth does not publish is decided like this:
//!
//! - A PUT replaces: a writable property that is left out is gone afterwards (a role becomes `user`).
//! - An e-mail address that is somebody's already is a 422 on `email`, even if that account is deleted and not destroyed.
//! - A page has 25 entries unless `perPage` says otherwise, audits and transactions come newest first, and a `sortBy` that
//!   names no property sorts by creation.
//! - `q` is searched for, without case, in the names, the e-mail address and the phone number.
//! - A company is known by its identifier: the first to name it creates it, and later ones cannot rename it.
//! - Tags that are set replace those before; without a body they are all removed.
//! - A transaction can be answered for five minutes. Nobody answers by themselves: the control API does.

mod account;
mod audit;
mod auth;
mod handlers;
mod problem;
mod seed;
mod transaction;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};

pub(crate) use account::Account;
pub use transaction::{SettleError, TransactionState};

static LENIENCY: Leniency = Leniency::NONE;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/sendauth.json")), &LENIENCY));

pub(crate) static PROVIDER: Provider = Provider {
    name: "sendauth",
    prefix: "/sendauth",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: transaction::ROUTES,
    controls: transaction::CONTROLS,
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: super::no_headers,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| json!({ "base_url": base_url, "credentials": world.sendauth.credentials }),
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

handle! {
    /// SendAuth, as a sandbox serves it.
    SendAuth, SendAuthCredentials, sendauth
}

/// What SendAuth keeps beside its accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: SendAuthCredentials,
    /// The one organisation there is.
    organisation: String,
    companies: BTreeMap<String, account::Company>,
    /// Permissions that a group gives, by the group's identifier.
    groups: BTreeMap<String, Vec<String>>,
    /// Transactions by their identifier.
    transactions: BTreeMap<String, transaction::Transaction>,
    /// Identifiers of the transactions of an account, oldest first.
    of_account: BTreeMap<String, Vec<String>>,
}

#[cfg(test)]
mod tests {
    #[test]
    fn sendauth_is_complete() {
        assert_eq!(super::super::gaps(&super::PROVIDER), Vec::<String>::new());
    }
}
