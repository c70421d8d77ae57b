//! What Velo has at the start: one payor, its staff, the back office, and payees.

use super::account::{Account, Factor, Kind, List, MASTER, MailedToken, Status};
use super::auth::CALLER;
use crate::fault::Change;
use crate::rng::Rng;
use crate::seed;
use crate::store::{Facts, PersonId};
use crate::world::World;

pub(super) fn prepare(world: &mut World, rng: &mut Rng) {
    let state = &mut world.velo;
    state.credentials.key = rng.id();
    state.credentials.secret = rng.id();
    state.credentials.password = rng.alphanumeric(16);
    state.payor = rng.id();
}

/// Gives a person an account. Kinds come round every ten people and states every seven, so that there is each whatever the
/// seed, and all pairs of them among seventy.
pub(super) fn seed(world: &mut World, person: PersonId, index: u32, rng: &mut Rng) {
    let (kind, role) = match index % 10 {
        0 => (Kind::BackOffice, "backoffice.admin"),
        1 if index == 1 => (Kind::Payor, MASTER),
        1..=5 => (Kind::Payor, rng.pick(&["payor.admin", "payor.support"])),
        _ => (Kind::Payee, "payee.admin"),
    };
    let mut account = Account::invited(rng.id(), kind, vec![role.to_owned()]);
    account.entity = match kind {
        Kind::BackOffice => None,
        Kind::Payor => Some(world.velo.payor.clone()),
        Kind::Payee => {
            let payee = rng.id();
            world.velo.payees.add(payee.clone());
            Some(payee)
        }
    };
    account.factor = Some(match index % 3 {
        0 => Factor::Sms,
        1 => Factor::Totp,
        _ => Factor::Yubikey,
    });
    if index % 7 == 3 {
        account.mailed.insert(MailedToken::Invitation, rng.id());
    } else {
        account.enrolled = true;
        account.registered = true;
        account.status = Status::Enabled;
        match index % 7 {
            4 => account.status = Status::Disabled,
            5 => account.locked = Some(seed::created(index) + chrono::TimeDelta::hours(2)),
            _ => {}
        }
    }
    world.store.attach(person, account);
}

/// Adds somebody who sorts first, or removes the first who is listed and is not the caller.
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
            let mut account = Account::invited(id, Kind::Payor, vec!["payor.support".to_owned()]);
            account.entity = Some(world.velo.payor.clone());
            world.store.create(facts, account, now);
        }
        Change::Remove => {
            let list = List { order: super::handlers::BY_EMAIL.to_vec(), ..List::default() };
            let page = world.store.page::<Account>(&list, false, 0, 2);
            let mut people = page.items.iter().map(|(person, _)| person.id);
            if let Some(id) = people.find(|id| *id != CALLER) {
                world.store.detach::<Account>(id);
            }
        }
    }
}
