//! All state of a sandbox that is in a snapshot.

use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::context::{Common, Context};
use crate::provider::interface::{AnyProvider, Provided};
use crate::provider::{finbourne, obp, saasus, sendauth, velo};
use crate::rng::Rng;
use crate::seed;
use crate::store::People;

/// A provider whose state is in the world.
pub(crate) trait Part: Provided {
    /// Returns what all providers share, and the state of this one.
    fn split(world: &mut World) -> (&mut Common, &mut Self);
}

/// Defines the world with its providers, in the order in which they are listed everywhere.
macro_rules! world {
    ($($provider:ident),*) => {
        /// What all providers share, and the state of each.
        #[derive(Serialize, Deserialize)]
        pub(crate) struct World {
            pub(crate) common: Common,
            $($provider: $provider::State,)*
        }

        $(impl Part for $provider::State {
            fn split(world: &mut World) -> (&mut Common, &mut Self) {
                (&mut world.common, &mut world.$provider)
            }
        })*

        impl World {
            fn empty(common: Common) -> Self {
                Self { common, $($provider: $provider::State::default(),)* }
            }

            /// Returns what all providers share, and each provider.
            pub(crate) fn parts(&mut self) -> (&mut Common, Vec<&mut dyn AnyProvider>) {
                (&mut self.common, vec![$(&mut self.$provider),*])
            }
        }
    };
}

world!(velo, sendauth, finbourne, obp, saasus);

impl World {
    /// Creates a world with so many people, each known to all providers.
    pub(crate) fn new(seed: u64, users: u32, clock: Clock) -> Self {
        let common = Common { time: clock.into(), rng: Rng::new(seed, "run", 0), people: People::default() };
        let mut world = Self::empty(common);
        let (common, providers) = world.parts();
        for index in 0..users {
            let facts = seed::facts(&mut Rng::new(seed, "people", u64::from(index)), index);
            common.people.add(facts, seed::created(index));
        }
        for provider in providers {
            provider.seed(common, seed);
        }
        world
    }

    /// Returns the world as one provider sees it.
    pub(crate) fn context<S: Part>(&mut self) -> Context<'_, S> {
        let (common, state) = S::split(self);
        Context { common, state, base_url: "", caller: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_a_handler_and_every_handler_an_operation() {
        let mut world = World::new(1, 2, Clock::Real);
        let counts: Vec<_> = world
            .parts()
            .1
            .iter()
            .map(|provider| {
                let about = provider.about();
                let operations: Vec<_> =
                    about.specification.operations().iter().map(|one| one.id().to_owned()).collect();
                let mut handled = provider.handled();
                for id in &operations {
                    assert!(handled.contains(&id.as_str()), "{}: {id} has no handler", about.name);
                }
                handled.retain(|id| !operations.iter().any(|other| other == id));
                assert!(handled.is_empty(), "{}: {handled:?} are no operations", about.name);
                let flaws = about.specification.flaws();
                assert!(flaws.is_empty(), "{}: {flaws:#?}", about.name);
                (about.name, operations.len())
            })
            .collect();
        assert_eq!(counts, [("velo", 17), ("sendauth", 14), ("finbourne", 15), ("obp", 50), ("saasus", 20)]);
    }
}
