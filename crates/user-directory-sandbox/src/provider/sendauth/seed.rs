//! SendAuth at the start: an organisation, three groups, companies, and an account for each person.

use std::collections::BTreeMap;

use super::State;
use super::account::{Account, Company, Messaging, Role};
use super::audit::Audit;
use crate::clock::rfc3339;
use crate::rng::Rng;
use crate::seed;
use crate::store::Person;

const GROUPS: [&[&str]; 3] = [&["users.read"], &["users.read", "users.write"], &["billing.read", "billing.write"]];

pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    state.credentials.username = format!("sandbox-{}", rng.alphanumeric(8));
    state.credentials.password = rng.alphanumeric(24);
    state.organisation = rng.id();
    for permissions in GROUPS {
        state.groups.insert(rng.id(), permissions.iter().map(|&permission| permission.to_owned()).collect());
    }
}

pub(super) fn account(state: &mut State, person: &Person, index: u32, rng: &mut Rng) -> Account {
    let created = seed::created(index);
    let mut account = Account {
        company: person.facts.company.as_deref().map(|name| company(state, name, rng)),
        messaging: Some(Messaging::Email),
        passkeys: u32::from(rng.chance(50)),
        ..Account::new(rng.id(), created)
    };
    match index {
        // The demo credentials stand for this person.
        0 => account.role = Role::SuperAdmin,
        _ if rng.chance(10) => account.role = Role::Admin,
        _ => {}
    }
    if rng.chance(30)
        && let Some((id, permissions)) = state.groups.iter().nth(rng.below(GROUPS.len()))
    {
        account.groups.push(id.clone());
        account.group_permissions.clone_from(permissions);
    }
    if account.passkeys > 0 {
        account.last_authenticated = Some(created + chrono::TimeDelta::hours(1));
    }
    account.trail.push(Audit {
        name: person.facts.full_name(),
        action: "create".to_owned(),
        actor: "system".to_owned(),
        extras: BTreeMap::new(),
        at: created,
    });
    account
}

/// Returns the identifier of the company with this name, which is created if it is new.
fn company(state: &mut State, name: &str, rng: &mut Rng) -> String {
    if let Some(company) = state.companies.values().find(|company| company.name.as_deref() == Some(name)) {
        return company.id.clone();
    }
    let id = rng.id();
    let company = Company {
        id: id.clone(),
        name: Some(name.to_owned()),
        created_at: rfc3339(seed::created(0)),
        org_id: state.organisation.clone(),
    };
    state.companies.insert(id.clone(), company);
    id
}
