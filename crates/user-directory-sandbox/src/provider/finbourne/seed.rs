//! What FINBOURNE has at the start: roles, two alternative ids, and an account for everybody.

use super::account::{Account, List, PERSONAL, SERVICE, Status};
use super::handlers::Property;
use super::{auth, role};
use crate::fault::Change;
use crate::rng::Rng;
use crate::secrets::digest;
use crate::store::{Facts, PersonId};
use crate::world::World;

/// Names and descriptions of the alternative ids.
const SCHEMA: [(&str, &str); 2] =
    [("employee_number", "Number in the payroll."), ("desk", "Desk in the front office.")];

pub(super) fn prepare(world: &mut World, rng: &mut Rng) {
    let state = &mut world.finbourne;
    state.credentials.token = format!("fbn-{}", rng.alphanumeric(40));
    state.credentials.password = rng.alphanumeric(20);
    state.credentials.client_id = format!("0oa{}", rng.alphanumeric(17));
    state.credentials.client_secret = rng.alphanumeric(40);
    role::prepare(state, rng);
    state.schema = SCHEMA
        .map(|(name, description)| Property { name: name.to_owned(), description: description.to_owned() })
        .to_vec();
}

/// Returns an identifier as the identity provider makes them.
pub(super) fn id(rng: &mut Rng) -> String {
    format!("00u{}", rng.alphanumeric(17))
}

/// Everybody is an active person, but for six of each 25: each of these is another way that an account can stand.
pub(super) fn seed(world: &mut World, person: PersonId, index: u32, rng: &mut Rng) {
    let email = world.store.person(person).and_then(|person| person.facts.email.clone()).unwrap_or_default();
    let mut account = Account::new(id(rng), PERSONAL, &email);
    match index % 25 {
        19 => account.kind = SERVICE.to_owned(),
        20 => account.status = Status::LockedOut,
        21 => account.status = Status::Suspended,
        22 => account.status = Status::Provisioned,
        23 => account.status = Status::PasswordExpired,
        24 => account.external = true,
        _ => {}
    }
    if index == 0 {
        // Whom the password grant stands for.
        account.roles.push(role::ADMINISTRATOR.to_owned());
        let credentials = &mut world.finbourne.credentials;
        account.password = Some(digest(&account.id, &credentials.password));
        credentials.username.clone_from(&email);
    } else {
        account.roles.push(role::any(rng));
    }
    if rng.chance(60) {
        account.factors = 1;
    }
    if rng.chance(40) {
        let number = Some(rng.digits(6));
        account.alternative_ids.insert("employee_number".to_owned(), number);
    }
    world.store.attach(person, account);
}

/// Adds somebody at the end of the lists, or deactivates the first who is listed and is not the caller.
pub(super) fn disturb(world: &mut World, change: Change) {
    match change {
        Change::Insert => {
            let (id, now) = (id(&mut world.rng), world.time.now());
            let email = format!("aaron.{}@example.com", world.rng.alphanumeric(8).to_lowercase());
            let account = Account::new(id, PERSONAL, &email);
            let facts = Facts {
                given_name: "Aaron".to_owned(),
                family_name: "Aadams".to_owned(),
                email: Some(email),
                ..Facts::default()
            };
            world.store.create(facts, account, now);
        }
        Change::Remove => {
            let page = world.store.page::<Account>(&List::Present, false, 0, 2);
            let mut listed = page.items.iter().map(|(person, _)| person.id);
            if let Some(id) = listed.find(|id| id.0 != 0) {
                auth::revoke(world, id);
                world.store.edit_account(id, |account: &mut Account| {
                    account.status = Status::Deprovisioned;
                });
            }
        }
    }
}
