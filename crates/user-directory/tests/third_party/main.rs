//! A directory as somebody outside this repository would write it, against the public API alone: an adapter for a server
//! with a part of SCIM 2.0, and the conformance suite on it.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod directory;
mod server;

use std::time::Duration;

use directory::Scim;
use server::{Faults, TOKEN, start};
use user_directory::conformance::{self, Report, Standard, Suite};
use user_directory::{Consistency, Directory, Verb};

/// What may be skipped although the directory has the verbs.
const SKIPPED: [&str; 2] = [
    // Nothing can be cleared.
    "update_clears_a_field",
    // Only with other people.
    "requests_do_not_grow_with_others",
];

/// Runs the suite on a server, and fails if it skips more than it must.
async fn run(faults: Faults, consistency: Consistency, suite: Suite) -> Report {
    // The provider crates turn on reqwest's TLS, which wants cryptography even for plain HTTP. It may be there already.
    drop(rustls::crypto::ring::default_provider().install_default());
    let server = start(faults).await;
    let directory = Directory::new(Scim::new(&server.url, TOKEN, consistency));
    let report = suite.requests(move || server.count() as u64).run(&directory, &Standard::new()).await;
    let skipped = report.skipped();
    for check in conformance::checks().filter(|check| skipped.contains(&check.name)) {
        let lacks_verb = check.needs.iter().any(|verb| !directory.supports(*verb));
        assert!(lacks_verb || SKIPPED.contains(&check.name), "{report}");
    }
    report
}

#[tokio::test]
async fn it_conforms() {
    let report = run(Faults::default(), Consistency::Immediate, Suite::new().others(1_000)).await;
    report.assert_ok();
    report.assert_ran(&["verbs_cost_what_they_say", "requests_do_not_grow_with_others", "logs_show_no_personal_data"]);
}

#[tokio::test]
async fn a_list_that_lags_has_time_to_settle() {
    let lag = Duration::from_millis(80);
    let lagging = Faults { lag, ..Faults::default() };
    let only = Suite::new().only(["list_has_the_person"]);
    let report = run(lagging.clone(), Consistency::Immediate, only).await;
    assert_eq!(report.failed(), ["list_has_the_person"]);
    run(lagging, Consistency::Eventual { about: Some(lag) }, Suite::new()).await.assert_ok();
}

#[tokio::test]
async fn a_failure_has_the_server_s_own_words() {
    let report = run(Faults { wrong_token: true, ..Faults::default() }, Consistency::Immediate, Suite::new()).await;
    let stopped = report.stopped().expect("it stops");
    assert_eq!(stopped.verb, Some(Verb::Create));
    assert_eq!(stopped.provider_text.as_deref(), Some("the token is not known"));
    assert_eq!(report.failed(), [""; 0]);

    let report = run(Faults { ignores_active: true, ..Faults::default() }, Consistency::Immediate, Suite::new()).await;
    assert_eq!(report.failed(), ["create_of_the_disabled_lets_nobody_in", "disable_takes_out_of_use"]);
    let failure = report.failure("disable_takes_out_of_use").unwrap();
    assert_eq!(failure.verb, Some(Verb::Disable));
    assert_eq!((failure.expected.as_str(), failure.seen.as_str()), ("Disabled", "Active"));
}
