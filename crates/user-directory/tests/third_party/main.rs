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
use user_directory::{Directory, Verb};

async fn run(faults: Faults, suite: Suite) -> Report {
    let server = start(faults).await;
    let directory = Directory::new(Scim::new(&server.url(), TOKEN));
    let count = server.counter();
    suite.requests(move || count()).run(&directory, &Standard::new()).await
}

#[tokio::test]
async fn it_conforms() {
    let report = run(Faults::default(), Suite::new().others(1_000)).await;
    report.assert_ok();
    let capabilities = directory::CAPABILITIES;
    let applicable =
        conformance::checks().filter(|check| check.needs.iter().all(|verb: &Verb| capabilities.supports(*verb)));
    report.assert_ran(&applicable.map(|check| check.name).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_that_lags_has_time_to_settle() {
    let lag = Duration::from_millis(80);
    let lagging = Faults { lag, ..Faults::default() };
    let report = run(lagging.clone(), Suite::new().only(["list_has_the_person"])).await;
    assert_eq!(report.failed(), ["list_has_the_person"]);
    run(lagging, Suite::new().settle(Duration::from_secs(10))).await.assert_ok();
}

#[tokio::test]
async fn what_is_wrong_with_the_server_is_told_in_its_own_words() {
    let report = run(Faults { wrong_token: true, ..Faults::default() }, Suite::new()).await;
    let stopped = report.stopped().expect("it stops");
    assert_eq!(stopped.verb, Some(Verb::Create));
    assert_eq!(stopped.provider_text.as_deref(), Some("the token is not known"));
    assert_eq!(report.failed(), [""; 0]);

    let report = run(Faults { ignores_active: true, ..Faults::default() }, Suite::new()).await;
    assert_eq!(report.failed(), ["create_of_the_disabled_lets_nobody_in", "disable_takes_out_of_use"]);
    let failure = report.failure("disable_takes_out_of_use").unwrap();
    assert_eq!(failure.verb, Some(Verb::Disable));
    assert_eq!((failure.expected.as_str(), failure.seen.as_str()), ("Disabled", "Active"));
}
