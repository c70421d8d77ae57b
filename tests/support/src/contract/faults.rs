//! What servers do wrong: the table of the test server, with a read and a change of each provider.

use std::time::{Duration, Instant};

use crate::Server;
use crate::faults::{Ends, FAULTS, Fault, MAX_RESPONSE_BODY};
use user_directory_runtime::CallOptions;

use super::client::{Subject, builder, name, operation, report};
use super::dispatch::CallError;
use super::recording::{self, Arguments};

/// Longer than any line takes on a slow machine.
const LONGEST: Duration = Duration::from_secs(30);

/// An operation with arguments and the body of a success, as recorded.
struct Case {
    operation: String,
    args: Arguments,
    body: String,
}

impl Case {
    /// Returns the first recorded call whose answer has a body, of an operation that only reads or of one that does not.
    fn recorded<S: Subject>(reads: bool) -> Option<Self> {
        let mut cases = recording::read("basic", name::<S>())?.calls.into_iter().filter_map(|call| {
            let operation = call.plain_operation_id().to_owned();
            Some(Self { operation, body: call.answered?.body?.to_string(), args: call.args })
        });
        cases.find(|case| operation::<S>(&case.operation).safe == reads)
    }

    /// Returns how the call ends.
    async fn ends<S: Subject>(&self, fault: &'static Fault) -> Ends {
        let body = self.body.clone();
        let server = Server::start(move |_, index| (fault.reply)(&body, index)).await;
        let client = builder::<S>(&server.url)
            .attempt_timeout(fault.attempt_timeout())
            .max_response_body(MAX_RESPONSE_BODY)
            .build()
            .unwrap();
        let client = match operation::<S>(&self.operation).safe {
            true => S::new(client),
            // One that could be repeated stands here for those that could not.
            false => S::new(client).with_options(CallOptions::new().idempotent(false)),
        };
        let outcome = client.call(&self.operation, &self.args).await;
        let count = server.count();
        match outcome {
            Ok(_) => Ends::Well(count),
            Err(CallError::Client(failure)) => {
                // An attempt can be over before a busy machine has taken the request in.
                let attempts = failure.attempts as usize;
                assert!(attempts == count || (attempts > count && failure.kind == "timeout"), "{failure:?}");
                assert!(failure.display.len() + failure.debug.len() < 1000, "{failure:?}");
                match failure.outcome_unknown {
                    true => Ends::Unknown(attempts, failure.kind),
                    false => Ends::Fails(attempts, failure.kind),
                }
            }
            Err(other) => panic!("{}: {other}", self.operation),
        }
    }
}

pub async fn faults_end_alike_for_all_providers<S: Subject>() {
    let (Some(read), Some(change)) = (Case::recorded::<S>(true), Case::recorded::<S>(false)) else {
        return;
    };
    let mut differences = Vec::new();
    for some in FAULTS.chunks(16) {
        let lines = some.iter().map(async |fault| {
            let began = Instant::now();
            let ends = (read.ends::<S>(fault).await, change.ends::<S>(fault).await);
            let took = began.elapsed();
            let as_told = ends == (fault.read, fault.change) && took < LONGEST;
            (!as_told).then(|| format!("{}: {ends:?} in {took:?}", fault.name))
        });
        differences.extend(futures_util::future::join_all(lines).await.into_iter().flatten());
    }
    report(&differences);
}
