//! FINBOURNE Identity. Only the frame so far: every operation answers 501.

mod account;
mod auth;
mod handlers;
mod problem;
mod seed;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};

pub(crate) use account::Account;

static LENIENCY: Leniency = Leniency::NONE;

static SPECIFICATION: LazyLock<Specification> = LazyLock::new(|| {
    Specification::embedded(
        include_str!(concat!(env!("OUT_DIR"), "/finbourne.json")),
        &LENIENCY,
    )
});

pub(crate) static PROVIDER: Provider = Provider {
    name: "finbourne",
    prefix: "/finbourne/identity",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: &[],
    controls: &[],
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: super::no_headers,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| json!({ "base_url": base_url, "credentials": world.finbourne.credentials }),
};

credentials! {
    /// Demo credentials for FINBOURNE Identity.
    FinbourneCredentials {}
}

handle! {
    /// FINBOURNE Identity, as a sandbox serves it.
    Finbourne, FinbourneCredentials, finbourne
}

/// What the provider keeps beside its accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: FinbourneCredentials,
}

#[cfg(test)]
mod tests {
    #[test]
    #[ignore = "the handlers are not written yet"]
    fn finbourne_is_complete() {
        assert_eq!(super::super::gaps(&super::PROVIDER), Vec::<String>::new());
    }
}
