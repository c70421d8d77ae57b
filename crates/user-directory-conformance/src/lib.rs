#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod checks;
mod context;
mod fixture;
mod report;

use std::any::Any;
use std::fmt;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

pub use context::{Context, Failure};
pub use fixture::{Fixture, Standard};
pub use report::{Outcome, Ran, Report};

use user_directory_core::{Directory, Verb};

/// One check of the suite.
pub struct Check {
    /// The name, which is that of the behavior.
    pub name: &'static str,
    /// The verbs without which the check does not run.
    pub needs: &'static [Verb],
    run: for<'a> fn(&'a Context<'a>) -> BoxFuture<'a, Result<(), Failure>>,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").field("name", &self.name).field("needs", &self.needs).finish_non_exhaustive()
    }
}

/// Returns all checks, in the order in which [`run`] runs them.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    checks::ALL.iter().flat_map(|group| group.iter())
}

/// Runs all checks, one after another, and removes the persons made.
pub async fn run(directory: &Directory, fixture: &dyn Fixture) -> Report {
    let mut report = Report::new(directory.provider());
    for check in checks() {
        let outcome = run_one(check, directory, fixture).await;
        report.add(check.name, outcome);
    }
    report
}

/// Runs one check, if the directory and the fixture allow it.
pub async fn run_one(check: &Check, directory: &Directory, fixture: &dyn Fixture) -> Outcome {
    if let Some(verb) = check.needs.iter().find(|verb| !directory.supports(**verb)) {
        return Outcome::Skipped(format!("the directory does not support {verb}"));
    }
    if let Some(verb) = check.needs.iter().find(|verb| !fixture.allows(**verb)) {
        return Outcome::Skipped(format!("the fixture does not allow {verb}"));
    }
    let context = Context::new(directory, fixture);
    // A panic of the implementation must fail its check, and not end the suite with persons left behind.
    let result = AssertUnwindSafe((check.run)(&context)).catch_unwind().await;
    let result = result.unwrap_or_else(|panic| Err(Failure::new(panic_message(&*panic))));
    let cleaned = context.clean_up().await;
    match (result, cleaned) {
        (Err(Failure::Skip(reason)), Ok(())) => Outcome::Skipped(reason),
        (Err(failure), _) | (Ok(()), Err(failure)) => Outcome::Failed(failure.to_string()),
        (Ok(()), Ok(())) => Outcome::Passed,
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("the directory panicked: {}", text.unwrap_or("no message"))
}
