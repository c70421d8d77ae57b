//! What SaaSus has at the start: a SaaS with users, one tenant, and what AWS Marketplace gave to a buyer.

use chrono::DateTime;

use super::account::Account;
use super::{External, Registration, Tenant, auth};
use crate::fault::Change;
use crate::rng::Rng;
use crate::store::{Facts, PersonId};
use crate::world::World;

pub(super) fn prepare(world: &mut World, rng: &mut Rng) {
    let state = &mut world.saasus;
    let credentials = &mut state.credentials;
    credentials.saas_id = rng.alphanumeric(12);
    credentials.api_key = rng.alphanumeric(24);
    credentials.secret_key = rng.alphanumeric(32);
    credentials.password = rng.alphanumeric(16);
    credentials.access_token = rng.alphanumeric(64);
    credentials.external_access_token = rng.alphanumeric(64);
    credentials.registration_token = rng.alphanumeric(32);
    credentials.tenant_id = rng.id();
    let registration = Registration::default();
    let registrations = &mut state.registrations;
    registrations.insert(credentials.registration_token.clone(), registration);
    let tenant = Tenant {
        name: "Sandbox Inc.".to_owned(),
        back_office_staff_email: "staff@example.com".to_owned(),
        marketplace: false,
    };
    state.tenants.insert(credentials.tenant_id.clone(), tenant);
}

pub(super) fn seed(world: &mut World, person: PersonId, index: u32, rng: &mut Rng) {
    let mut account = Account::new(rng.id());
    if index > 0 && rng.chance(20) {
        account.providers.insert("Google".to_owned());
    }
    if index == 0 {
        let facts = world.store.person(person).map(|person| &person.facts);
        let external = External {
            email: facts.and_then(|facts| facts.email.clone()).unwrap_or_default(),
            provider: "Google".to_owned(),
        };
        let state = &mut world.saasus;
        state.credentials.user_id.clone_from(&account.id);
        let token = state.credentials.external_access_token.clone();
        state.externals.insert(token, external);
        // The demo token outlives every sandbox.
        let value = state.credentials.access_token.clone();
        let end = DateTime::from_timestamp(4_102_444_800, 0).unwrap_or_default();
        auth::issue(world, person, value, end);
    }
    world.store.attach(person, account);
}

/// Adds a user, or removes the first who is not the one of the demo credentials.
pub(super) fn disturb(world: &mut World, change: Change) {
    match change {
        Change::Insert => {
            let (id, now) = (world.rng.id(), world.time.now());
            let email = format!("aaron.{}@example.com", world.rng.alphanumeric(8).to_lowercase());
            let facts = Facts { email: Some(email), ..Facts::default() };
            world.store.create(facts, Account::new(id), now);
        }
        Change::Remove => {
            let first = world.store.iter::<Account>().map(|(person, _)| person.id).find(|id| id.0 != 0);
            if let Some(id) = first {
                world.store.detach::<Account>(id);
            }
        }
    }
}
