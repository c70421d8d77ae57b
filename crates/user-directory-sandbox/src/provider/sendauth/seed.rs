//! What SendAuth has at the start: an organisation, three groups, companies, and an account for everybody.

use std::collections::BTreeMap;

use super::account::{Account, Company, List, Messaging, Order, Role};
use super::audit::{Audit, Deed};
use crate::clock::rfc3339;
use crate::fault::Change;
use crate::rng::Rng;
use crate::seed;
use crate::store::{Facts, PersonId};
use crate::world::World;

const GROUPS: [&[&str]; 3] = [&["users.read"], &["users.read", "users.write"], &["billing.read", "billing.write"]];

pub(super) fn prepare(world: &mut World, rng: &mut Rng) {
    let state = &mut world.sendauth;
    state.credentials.username = format!("sandbox-{}", rng.alphanumeric(8));
    state.credentials.password = rng.alphanumeric(24);
    state.organisation = rng.id();
    for permissions in GROUPS {
        let permissions = permissions.iter().map(|&permission| permission.to_owned());
        state.groups.insert(rng.id(), permissions.collect());
    }
}

pub(super) fn seed(world: &mut World, person: PersonId, index: u32, rng: &mut Rng) {
    let company = world.store.person(person).and_then(|person| person.facts.company.clone());
    let company = company.map(|name| named(world, name, rng));
    let created = seed::created(index);
    let mut account = Account {
        id: rng.id(),
        role: Role::User,
        company,
        permissions: Vec::new(),
        groups: Vec::new(),
        group_permissions: Vec::new(),
        messaging: Some(Messaging::Email),
        passkeys: u32::from(rng.chance(50)),
        created,
        last_authenticated: None,
        tags: BTreeMap::new(),
        deleted: false,
        trail: Vec::new(),
    };
    match index {
        // Whom the credentials stand for.
        0 => account.role = Role::SuperAdmin,
        _ if rng.chance(10) => account.role = Role::Admin,
        _ => {}
    }
    if rng.chance(30) {
        let group = rng.below(world.sendauth.groups.len());
        if let Some((id, permissions)) = world.sendauth.groups.iter().nth(group) {
            account.groups.push(id.clone());
            account.group_permissions.clone_from(permissions);
        }
    }
    if account.passkeys > 0 {
        account.last_authenticated = Some(created + chrono::TimeDelta::hours(1));
    }
    let deed = Deed::new("create", "system", created);
    account.trail.push(Audit::new(&world.store, person, deed));
    world.store.attach(person, account);
}

/// Returns the identifier of the company with this name, which is made if it is new.
fn named(world: &mut World, name: String, rng: &mut Rng) -> String {
    let state = &mut world.sendauth;
    let known = state.companies.values().find(|company| company.name.as_deref() == Some(&name));
    if let Some(known) = known {
        return known.id.clone();
    }
    let company = Company {
        id: rng.id(),
        name: Some(name),
        created_at: rfc3339(seed::created(0)),
        org_id: state.organisation.clone(),
    };
    let id = company.id.clone();
    state.companies.insert(id.clone(), company);
    id
}

/// Adds somebody who sorts first by name, or deletes the first who is listed and is not the caller.
pub(super) fn disturb(world: &mut World, change: Change) {
    match change {
        Change::Insert => {
            let (id, now) = (world.rng.id(), world.time.now());
            let email = format!("aaron.{}@example.com", world.rng.alphanumeric(8).to_lowercase());
            let facts = Facts {
                given_name: "Aaron".to_owned(),
                family_name: "Aadams".to_owned(),
                email: Some(email),
                ..Facts::default()
            };
            world.store.create(facts, Account::new(id, now), now);
        }
        Change::Remove => {
            let list = List { deleted: false, permission: None, order: Order::Creation };
            let page = world.store.page::<Account>(&list, false, 0, 2);
            let first = page.items.iter().map(|(person, _)| person.id).find(|id| id.0 != 0);
            if let Some(id) = first {
                world.store.edit_account(id, |account: &mut Account| account.deleted = true);
            }
        }
    }
}
