//! SaaSus Platform, the users of a SaaS. What is decided where it publishes nothing: [`crate::saasus`].

mod account;
mod app;
mod auth;
pub(crate) mod control;
mod handlers;
mod problem;
mod seed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::account::Account;
use super::interface::{About, Provider};
use crate::store::Accounts;
use crate::tokens::Tokens;

pub use account::Mail;

credentials! {
    /// Demo credentials for SaaSus: the keys that sign, and tokens that operations want in their bodies.
    SaaSusCredentials {
        /// Identifier of the SaaS.
        saas_id,
        /// API key.
        api_key,
        /// Secret that signs.
        secret_key,
        /// Identifier of the user that the access token belongs to.
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

/// An account at an external identity provider, which a token stands for.
#[derive(Serialize, Deserialize)]
struct External {
    email: String,
    provider: String,
}

/// A registration of AWS Marketplace.
#[derive(Default, Serialize, Deserialize)]
struct Registration {
    /// Identifier of the user who signed up with it.
    user: Option<String>,
    /// Identifier of the tenant that was linked by it.
    tenant: Option<String>,
}

/// A customer of the SaaS.
#[derive(Serialize, Deserialize)]
struct Tenant {
    name: String,
    back_office_staff_email: String,
    /// Whether it is linked to AWS Marketplace.
    marketplace: bool,
}

/// What SaaSus keeps.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct State {
    accounts: Accounts<Account>,
    tokens: Tokens,
    credentials: SaaSusCredentials,
    /// By token.
    externals: BTreeMap<String, External>,
    /// By token.
    registrations: BTreeMap<String, Registration>,
    /// By identifier.
    tenants: BTreeMap<String, Tenant>,
}

provider!("saasus", &[], SaaSusCredentials);

static PROVIDER: Provider<State> = Provider {
    about: About {
        name: "saasus",
        prefix: "/saasus/v1/auth",
        specification: &SPECIFICATION,
        invalid: problem::invalid,
        refused: problem::refused,
        finish: problem::finish,
    },
    handlers: handlers::HANDLERS,
    routes: &[],
    controls: control::CONTROLS,
    // The variable ends with the version; the SDK adds the module.
    variables: &[
        ("SAASUS_BASE_URL", "/saasus/v1"),
        ("SAASUS_SAAS_ID", "saas_id"),
        ("SAASUS_API_KEY", "api_key"),
        ("SAASUS_SECRET_KEY", "secret_key"),
    ],
    authenticate: |context, _, request| auth::authenticate(context, request).map(|()| None),
    prepare: seed::prepare,
    seed: seed::account,
    protected: 1,
    new_account: |context, _| Account::new(context.new_id()),
    list: || (),
    unlist: |context, person| {
        context.remove(person);
    },
};
