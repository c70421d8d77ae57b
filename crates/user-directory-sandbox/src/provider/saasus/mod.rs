//! SaaSus Platform, the users of a SaaS. What is decided where it publishes nothing: [`crate::saasus`].

mod account;
mod app;
mod auth;
pub(crate) mod control;
mod handlers;
mod problem;
mod seed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use self::account::Account;
use super::interface::{About, Control, Handler, Provider, Route};
use crate::message::{Reply, Request};
use crate::rng::Rng;
use crate::spec::{Operation, Specification};
use crate::store::{Accounts, Facts, Person, PersonId};
use crate::tokens::Tokens;

pub use account::Mail;

type Context<'a> = crate::context::Context<'a, State>;

static SPECIFICATION: LazyLock<Specification> =
    LazyLock::new(|| Specification::embedded(include_str!(concat!(env!("OUT_DIR"), "/saasus.json")), &[]));

static ABOUT: About = About {
    name: "saasus",
    prefix: "/saasus/v1/auth",
    sdk_prefix: None,
    specification: &SPECIFICATION,
    invalid: problem::invalid,
    refused: problem::refused,
    finish: problem::finish,
    protected: 1,
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

/// An account at an external identity provider, which a token stands for.
#[derive(Serialize, Deserialize)]
struct External {
    email: String,
    provider: String,
}

/// What AWS Marketplace gave to a buyer.
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

directory!(Account);

impl Provider for State {
    const ABOUT: &'static About = &ABOUT;
    const HANDLERS: &'static [(&'static str, Handler<Self>)] = handlers::HANDLERS;
    const ROUTES: &'static [Route<Self>] = &[];
    const CONTROLS: &'static [Control<Self>] = control::CONTROLS;

    type Credentials = SaaSusCredentials;

    fn credentials(&self) -> &SaaSusCredentials {
        &self.credentials
    }

    fn authenticate(context: &Context<'_>, _: &Operation, request: &Request) -> Result<Option<PersonId>, Reply> {
        auth::authenticate(context, request).map(|()| None)
    }

    fn prepare(&mut self, rng: &mut Rng) {
        seed::prepare(self, rng);
    }

    fn seed(&mut self, person: &Person, index: u32, rng: &mut Rng) -> Account {
        seed::account(self, person, index, rng)
    }

    fn newcomer(context: &mut Context<'_>, _: &Facts) -> Account {
        Account::new(context.new_id())
    }

    fn list() {}
}
