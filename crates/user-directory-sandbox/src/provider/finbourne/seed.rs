//! What there is at the start.

use super::Account;
use crate::fault::Change;
use crate::rng::Rng;
use crate::store::PersonId;
use crate::world::World;

/// Sets the demo credentials.
pub(crate) fn prepare(_: &mut World, _: &mut Rng) {}

/// Gives a person an account.
pub(crate) fn seed(world: &mut World, person: PersonId, _: u32, rng: &mut Rng) {
    let account = Account { id: rng.id() };
    world.store.attach(person, account);
}

/// Changes what lists show.
pub(crate) fn disturb(_: &mut World, _: Change) {}
