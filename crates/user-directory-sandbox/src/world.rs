//! All state of a sandbox that a snapshot keeps.

use serde::{Deserialize, Serialize};

use crate::clock::{Clock, Time};
use crate::provider::{PROVIDERS, finbourne, obp, saasus, sendauth, velo};
use crate::rng::Rng;
use crate::seed;
use crate::store::Store;
use crate::tokens::Tokens;

/// People, what each provider keeps beside them, tokens, time and chance.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) time: Time,
    pub(crate) rng: Rng,
    pub(crate) tokens: Tokens,
    pub(crate) store: Store,
    pub(crate) velo: velo::State,
    pub(crate) sendauth: sendauth::State,
    pub(crate) finbourne: finbourne::State,
    pub(crate) obp: obp::State,
    pub(crate) saasus: saasus::State,
}

impl World {
    /// Creates a world with so many people in it, each known to all five providers.
    pub(crate) fn new(seed: u64, users: u32, clock: Clock) -> Self {
        let mut world = Self {
            time: clock.into(),
            rng: Rng::new(seed, "run", 0),
            tokens: Tokens::default(),
            store: Store::default(),
            velo: velo::State::default(),
            sendauth: sendauth::State::default(),
            finbourne: finbourne::State::default(),
            obp: obp::State::default(),
            saasus: saasus::State::default(),
        };
        for provider in PROVIDERS {
            (provider.prepare)(&mut world, &mut Rng::new(seed, provider.name, u64::MAX));
        }
        for index in 0..users {
            let facts = seed::facts(&mut Rng::new(seed, "people", u64::from(index)), index);
            let person = world.store.add_person(facts, seed::created(index));
            for provider in PROVIDERS {
                let mut rng = Rng::new(seed, provider.name, u64::from(index));
                (provider.seed)(&mut world, person, index, &mut rng);
            }
        }
        world
    }
}
