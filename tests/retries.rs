//! Which operations are sent again: all 116, against a server that is always busy, and counts.

use std::time::Duration;

use integration_tests::clients::{self, AUTHORIZATION};
use integration_tests::dispatch::{self, Answer, CallError};
use integration_tests::recording::{self, Arguments, PROVIDERS};
use integration_tests::server::Server;

/// How the clients of this test are told to repeat.
#[derive(Clone, Copy, Debug)]
enum Told {
    Nothing,
    Idempotent(bool),
}

fn sendable<F: Future<Output = Result<Answer, CallError>> + Send>(call: F) -> F {
    call
}

async fn call(
    provider: &str,
    base_url: &str,
    told: Told,
    operation: &str,
    args: &Arguments,
) -> Result<Answer, CallError> {
    macro_rules! call {
        ($krate:ident, $module:ident) => {{
            let client = $krate::Client::builder()
                .base_url(base_url)
                .credentials($krate::Credentials::authorization(AUTHORIZATION))
                .retry(
                    $krate::RetryPolicy::default()
                        .initial_delay(Duration::from_micros(1))
                        .max_delay(Duration::from_micros(1)),
                )
                .build()
                .map_err(|error| CallError::Arguments(error.to_string()))?;
            let client = match told {
                Told::Nothing => client,
                Told::Idempotent(idempotent) => client.with_options($krate::CallOptions::new().idempotent(idempotent)),
            };
            // The futures of all operations can go to another thread.
            sendable(dispatch::$module::call(&client, operation, args)).await
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

#[tokio::test]
async fn only_what_may_be_repeated_is_repeated() {
    let server = Server::start().await;
    let (mut operations, mut repeated) = (0, 0);
    for (provider, _) in PROVIDERS {
        let recorded = recording::read("basic", provider);
        let mut seen = std::collections::BTreeSet::new();
        for recorded in &recorded.calls {
            let id = recorded.plain_operation_id();
            if !seen.insert(id) {
                continue;
            }
            operations += 1;
            let operation = clients::operation(provider, id);
            let repeatable = operation.safe || operation.idempotent;
            assert!(!operation.safe || operation.method == "GET", "{id} changes something by its method");
            repeated += usize::from(repeatable);
            for (told, expected) in [
                (Told::Nothing, if repeatable { 3 } else { 1 }),
                (Told::Idempotent(true), 3),
                (Told::Idempotent(false), 1),
            ] {
                server.answer(503, None).await;
                let outcome = call(provider, &server.url(""), told, id, &recorded.args).await;
                assert!(
                    matches!(&outcome, Err(CallError::Client(failure)) if failure.status == Some(503)),
                    "{provider} {id}: {outcome:?}"
                );
                assert_eq!(server.take().len(), expected, "{provider} {id}, told {told:?}");
            }
        }
    }
    assert_eq!(operations, 116);
    assert!(repeated > 0 && repeated < operations);
}
