//! What servers do wrong: the table of the test server, over the clients of all providers, with a read and a change each.

// The helpers among the tests may fail like tests.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use integration_tests::clients::{self, AUTHORIZATION};
use integration_tests::dispatch::{self, Answer, CallError};
use integration_tests::recording::{self, Arguments};
use user_directory_test_server::Server;
use user_directory_test_server::faults::{Ends, FAULTS, Fault, MAX_RESPONSE_BODY};

/// A read and a change of each provider, both with a body in their answers.
const OPERATIONS: [(&str, &str, &str); 5] = [
    ("velo", "getUserByIdV2", "validatePasswordSelf"),
    ("sendauth", "getUser", "createUser"),
    ("finbourne", "GetUser", "CreateUser"),
    ("obp", "getUserByUserId", "createUser"),
    ("saasus", "GetSaasUser", "CreateSaasUser"),
];

/// Longer than any line takes on a slow machine.
const LONGEST: Duration = Duration::from_secs(30);

async fn call(
    provider: &str,
    url: &str,
    attempt_timeout: Duration,
    operation: &str,
    args: &Arguments,
) -> Result<Answer, CallError> {
    macro_rules! call {
        ($krate:ident, $module:ident) => {{
            let client = $krate::Client::builder()
                .base_url(url)
                .credentials($krate::Credentials::authorization(AUTHORIZATION))
                .attempt_timeout(attempt_timeout)
                .max_response_body(MAX_RESPONSE_BODY)
                .retry($krate::RetryPolicy::default().initial_delay(Duration::from_millis(1)))
                .build()
                .map_err(|error| CallError::Arguments(error.to_string()))?;
            let client = match clients::operation(provider, operation).safe {
                true => client,
                // Velo's change could be repeated as it does no harm; here it stands for those that would.
                false => client.with_options($krate::CallOptions::new().idempotent(false)),
            };
            dispatch::$module::call(&client, operation, args).await
        }};
    }
    match provider {
        "finbourne" => call!(finbourne_users, finbourne),
        "obp" => call!(obp_users, obp),
        "saasus" => call!(saasus_users, saasus),
        "sendauth" => call!(sendauth_users, sendauth),
        "velo" => call!(velo_users, velo),
        other => Err(CallError::Arguments(format!("no provider {other}"))),
    }
}

/// An operation with arguments and the body of a success, as recorded.
struct Case {
    provider: &'static str,
    operation: &'static str,
    args: Arguments,
    body: String,
}

impl Case {
    fn recorded(provider: &'static str, operation: &'static str) -> Self {
        let recorded = recording::read("basic", provider);
        let mut calls = recorded.calls.into_iter();
        let call = calls.find(|call| call.plain_operation_id() == operation).unwrap();
        let body = call.answered.unwrap().body.unwrap().to_string();
        Self { provider, operation, args: call.args, body }
    }

    /// Returns how the call ends.
    async fn ends(&self, fault: &'static Fault) -> Ends {
        let body = self.body.clone();
        let server = Server::start(move |_, index| (fault.reply)(&body, index)).await;
        let outcome = call(self.provider, &server.url, fault.attempt_timeout(), self.operation, &self.args).await;
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
            Err(other) => panic!("{} {}: {other}", self.provider, self.operation),
        }
    }
}

/// Returns the lines that end in another way than the table says.
async fn differences((provider, read, change): (&'static str, &'static str, &'static str)) -> Vec<String> {
    let (read, change) = (Case::recorded(provider, read), Case::recorded(provider, change));
    let mut differences = Vec::new();
    for some in FAULTS.chunks(16) {
        let lines = some.iter().map(async |fault| {
            let began = Instant::now();
            let ends = (read.ends(fault).await, change.ends(fault).await);
            let took = began.elapsed();
            let as_told = ends == (fault.read, fault.change) && took < LONGEST;
            (!as_told).then(|| format!("{provider}, {}: {ends:?} in {took:?}", fault.name))
        });
        differences.extend(join_all(lines).await.into_iter().flatten());
    }
    differences
}

#[tokio::test]
async fn faults_end_alike_for_all_providers() {
    let differences: Vec<_> = join_all(OPERATIONS.map(differences)).await.into_iter().flatten().collect();
    assert!(differences.is_empty(), "{} lines:\n{}", differences.len(), differences.join("\n"));
}
