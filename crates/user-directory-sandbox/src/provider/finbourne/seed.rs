//! FINBOURNE at the start: roles, two alternative ids, and an account for each person.

use super::account::{Account, PERSONAL, SERVICE, Status};
use super::{Property, State, role};
use crate::rng::Rng;
use crate::secrets::digest;
use crate::store::Person;

/// Names and descriptions of the alternative ids.
const SCHEMA: [(&str, &str); 2] =
    [("employee_number", "Number in the payroll."), ("desk", "Desk in the front office.")];

pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    state.credentials.token = format!("fbn-{}", rng.alphanumeric(40));
    state.credentials.password = rng.alphanumeric(20);
    state.credentials.client_id = format!("0oa{}", rng.alphanumeric(17));
    state.credentials.client_secret = rng.alphanumeric(40);
    role::prepare(state, rng);
    let property = |(name, description): (&str, &str)| Property { name: name.into(), description: description.into() };
    state.schema = SCHEMA.map(property).to_vec();
}

/// Returns an identifier as the identity provider makes them.
pub(super) fn id(rng: &mut Rng) -> String {
    format!("00u{}", rng.alphanumeric(17))
}

/// All are active people, except six of each 25, which have the other states.
pub(super) fn account(state: &mut State, person: &Person, index: u32, rng: &mut Rng) -> Account {
    let mut account = Account::new(id(rng), PERSONAL, person.facts.email.clone().unwrap_or_default());
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
        // The password grant stands for this person.
        account.roles.push(role::ADMINISTRATOR.to_owned());
        account.password = Some(digest(&account.id, &state.credentials.password));
        state.credentials.username.clone_from(&account.email);
    } else {
        account.roles.push(role::any(rng));
    }
    if rng.chance(60) {
        account.factors = 1;
    }
    if rng.chance(40) {
        account.alternative_ids.insert("employee_number".to_owned(), Some(rng.digits(6)));
    }
    account
}
