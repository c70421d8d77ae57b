#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod checks;
mod context;
mod expect;
mod fixture;
mod report;
mod run;
mod standard;
mod suite;
mod watch;

use std::fmt;

use futures_util::future::BoxFuture;
use user_directory_core::Verb;

use context::Context;
use expect::Checked;

pub use fixture::Fixture;
pub use report::{Failure, Outcome, Ran, Report};
pub use standard::Standard;
pub use suite::Suite;

/// One check of the suite.
pub struct Check {
    /// The name, which is that of the behavior.
    pub name: &'static str,
    /// The verbs without which the check does not run; the first is the one that it is about.
    pub needs: &'static [Verb],
    /// The sentence of [`UserDirectory`](user_directory_core::UserDirectory)'s documentation that it asserts.
    pub contract: &'static str,
    run: for<'a> fn(&'a Context<'a>) -> BoxFuture<'a, Checked>,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").field("name", &self.name).field("needs", &self.needs).finish_non_exhaustive()
    }
}

/// Returns all checks, in the order in which they run.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    checks::ALL.iter().flat_map(|group| group.iter())
}
