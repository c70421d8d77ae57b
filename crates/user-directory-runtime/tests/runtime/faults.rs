//! What servers do wrong: the table of the test server, with a read and a change for each line.

use std::time::{Duration, Instant};

use test_support::faults::{Ends, FAULTS, Fault, MAX_RESPONSE_BODY};
use user_directory_runtime::{ErrorKind, Response};

use crate::support::acme::Error;
use crate::support::{Acme, Server, builder, quick};

/// Longer than any line takes on a slow machine: no line waits for a server longer than three attempts.
const LONGEST: Duration = Duration::from_secs(30);

async fn meet(fault: &'static Fault) -> (Server, Acme) {
    let server = Server::start(|_, index| (fault.reply)(r#"{"id":"1","name":"Ada"}"#, index)).await;
    let client = builder(&server.url)
        .attempt_timeout(fault.attempt_timeout())
        .max_response_body(MAX_RESPONSE_BODY)
        .retry(quick())
        .build()
        .unwrap();
    (server, client)
}

fn ends(server: &Server, result: Result<Response, Error>) -> Ends {
    let count = server.count();
    match result {
        Ok(response) => {
            assert_eq!(response.attempts() as usize, count);
            Ends::Well(count)
        }
        Err(error) => {
            // An attempt can be over before a busy machine has taken the request in.
            let (attempts, late) = (error.attempts() as usize, error.kind() == ErrorKind::Timeout);
            assert!(attempts == count || (attempts > count && late), "{count}: {error}");
            let text = format!("{error} {error:?}");
            assert!(text.len() < 1000, "{} bytes", text.len());
            assert!(!error.outcome_unknown() || !error.is_retryable());
            match error.outcome_unknown() {
                true => Ends::Unknown(attempts, error.kind().as_str()),
                false => Ends::Fails(attempts, error.kind().as_str()),
            }
        }
    }
}

/// Returns what is wrong with a line.
async fn differs(fault: &'static Fault) -> Option<String> {
    let began = Instant::now();
    let (server, client) = meet(fault).await;
    let read = ends(&server, client.get_user("1").await.map(|user| user.into_parts().1));
    let (server, client) = meet(fault).await;
    let change = ends(&server, client.create_user("Ada").await.map(|user| user.into_parts().1));
    let took = began.elapsed();
    let as_told = (read, change) == (fault.read, fault.change) && took < LONGEST;
    (!as_told).then(|| format!("{}: {read:?}, {change:?} in {took:?}", fault.name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_end_as_the_table_says() {
    let mut differences = Vec::new();
    for some in FAULTS.chunks(8) {
        let some = some.iter().map(|fault| tokio::spawn(differs(fault)));
        for line in some.collect::<Vec<_>>() {
            differences.extend(line.await.unwrap());
        }
    }
    assert!(FAULTS.len() >= 80);
    assert!(differences.is_empty(), "{} lines:\n{}", differences.len(), differences.join("\n"));
}
