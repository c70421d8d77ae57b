//! The suite on a sandbox.

use std::sync::Arc;

use user_directory::conformance::{self, Standard, Suite};
use user_directory::{Directory, Verb};
use user_directory_sandbox::Sandbox;

/// Returns the suite on a sandbox, which counts the requests, and with other people.
fn suite(sandbox: &Arc<Sandbox>) -> Suite {
    let sandbox = Arc::clone(sandbox);
    Suite::new().others(30).requests(move || sandbox.requests())
}

/// Starts a sandbox with 1,000 people that the suite must leave alone.
pub(crate) async fn crowded() -> Arc<Sandbox> {
    Arc::new(Sandbox::builder().users(1_000).start().await.unwrap())
}

/// Runs the suite, and fails unless every check that can apply to the directory has passed. `skipped` are the checks
/// that do not apply although the directory has their verbs.
pub(crate) async fn conforms(directory: &Directory, sandbox: &Arc<Sandbox>, fixture: &Standard, skipped: &[&str]) {
    let report = suite(sandbox).run(directory, fixture).await;
    report.assert_ok();
    let applicable = conformance::checks().filter(|check| {
        let mut needs = check.needs.iter();
        needs.all(|verb: &Verb| directory.supports(*verb)) && !skipped.contains(&check.name)
    });
    let names: Vec<_> = applicable.map(|check| check.name).collect();
    report.assert_ran(&names);
}
