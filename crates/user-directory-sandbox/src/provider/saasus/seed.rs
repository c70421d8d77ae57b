//! SaaSus at the start: a SaaS with users, one tenant, and a registration of AWS Marketplace.

use chrono::{DateTime, TimeDelta};

use super::account::Account;
use super::{External, Registration, State, Tenant};
use crate::rng::Rng;
use crate::store::Person;
use crate::tokens::Use;

pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    let credentials = &mut state.credentials;
    credentials.saas_id = rng.alphanumeric(12);
    credentials.api_key = rng.alphanumeric(24);
    credentials.secret_key = rng.alphanumeric(32);
    credentials.password = rng.alphanumeric(16);
    credentials.access_token = rng.alphanumeric(64);
    credentials.external_access_token = rng.alphanumeric(64);
    credentials.registration_token = rng.alphanumeric(32);
    credentials.tenant_id = rng.id();
    state.registrations.insert(credentials.registration_token.clone(), Registration::default());
    let tenant = Tenant {
        name: "Sandbox Inc.".to_owned(),
        back_office_staff_email: "staff@example.com".to_owned(),
        marketplace: false,
    };
    state.tenants.insert(credentials.tenant_id.clone(), tenant);
}

pub(super) fn account(state: &mut State, person: &Person, index: u32, rng: &mut Rng) -> Account {
    let mut account = Account::new(rng.id());
    if index > 0 && rng.chance(20) {
        account.providers.insert("Google".to_owned());
    }
    if index == 0 {
        let email = person.facts.email.clone().unwrap_or_default();
        let credentials = &mut state.credentials;
        credentials.user_id.clone_from(&account.id);
        let external = External { email, provider: "Google".to_owned() };
        state.externals.insert(credentials.external_access_token.clone(), external);
        // The demo token outlives every sandbox: it ends with the year 2099.
        let times = (DateTime::UNIX_EPOCH, TimeDelta::seconds(4_102_444_800));
        state.tokens.issue(credentials.access_token.clone(), Use::Access, person.id, times);
    }
    account
}
