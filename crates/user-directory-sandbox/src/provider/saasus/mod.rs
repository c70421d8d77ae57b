//! SaaSus Platform, the users of a SaaS.
//!
//! What SaaSus does not publish is decided like this:
//!
//! - A signature is taken if it was made in the present minute of the sandbox's clock, or in one of the five before and
//!   after. A 401 has the sandbox's time in `Date`, from which clients learn it after the clock has been advanced.
//! - An operation that declares no 404 answers 400 with the type `not_found`; an address that is somebody else's, codes and
//!   tokens that are wrong, and passwords of less than eight characters are a 400 too.
//! - End users get access tokens by signing in, which the control API does; one lasts an hour, that of the demo credentials
//!   until the year 2100. An access token acts on its own user only.
//! - An external access token names an e-mail address and the external provider. It links whoever has the address.
//! - `CreateSecretCode` replaces a secret that was offered before. A second factor is asked for only after the app has
//!   proved that it has the secret; `method` may be left out, for there is just one.
//! - A temporary password is good for 24 hours, as codes are, and can be mailed again until another one is set.
//! - A registration token of AWS Marketplace is used up by making or linking a tenant. One that a sign-up has used is for
//!   that user only. A tenant without a name gets the user's e-mail address as its name.
//! - Answers without content have no body.

mod account;
mod app;
mod auth;
mod handlers;
mod outside;
mod problem;
mod seed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Provider;
use crate::spec::{Leniency, Specification};

pub(crate) use account::Account;
pub use account::Mail;
pub use outside::SignInError;

static LENIENCY: Leniency = Leniency::NONE;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/saasus.json")), &LENIENCY));

pub(crate) static PROVIDER: Provider = Provider {
    name: "saasus",
    prefix: "/saasus/v1/auth",
    specification: &SPECIFICATION,
    handlers: handlers::HANDLERS,
    routes: &[],
    controls: outside::CONTROLS,
    authenticate: auth::authenticate,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: problem::finish,
    prepare: seed::prepare,
    seed: seed::seed,
    disturb: seed::disturb,
    announce: |world, base_url| json!({ "base_url": base_url, "credentials": world.saasus.credentials }),
};

credentials! {
    /// Demo credentials for SaaSus: the keys that sign, and tokens that operations want in their bodies.
    SaaSusCredentials {
        /// Identifier of the SaaS.
        saas_id,
        /// API key.
        api_key,
        /// Secret that signs.
        secret_key,
        /// Identifier of the user whom the access token belongs to.
        user_id,
        /// Access token of that user.
        access_token,
        /// Access token of an account at Google with that user's e-mail address.
        external_access_token,
        /// Password of every user of the start until it is changed.
        password,
        /// Registration token of AWS Marketplace.
        registration_token,
        /// Identifier of a tenant.
        tenant_id,
    }
}

handle! {
    /// SaaSus, as a sandbox serves it.
    SaaSus, SaaSusCredentials, saasus
}

/// An account at an external identity provider, which a token stands for.
#[derive(Debug, Serialize, Deserialize)]
struct External {
    email: String,
    provider: String,
}

/// What AWS Marketplace gave to a buyer.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Registration {
    /// Identifier of the user who signed up with it.
    user: Option<String>,
    /// Identifier of the tenant that was linked by it.
    tenant: Option<String>,
}

/// A customer of the SaaS.
#[derive(Debug, Serialize, Deserialize)]
struct Tenant {
    name: String,
    back_office_staff_email: String,
    /// Whether it is linked to AWS Marketplace.
    marketplace: bool,
}

/// What SaaSus keeps beside its accounts.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) credentials: SaaSusCredentials,
    /// By token.
    externals: BTreeMap<String, External>,
    /// By token.
    registrations: BTreeMap<String, Registration>,
    /// By identifier.
    tenants: BTreeMap<String, Tenant>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn saasus_is_complete() {
        assert_eq!(super::super::gaps(&super::PROVIDER), Vec::<String>::new());
    }
}
