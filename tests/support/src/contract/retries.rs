//! Which operations are sent again: all of them, against a server that is always busy, and counts.

use user_directory_runtime::CallOptions;

use super::client::{self, Subject};
use super::dispatch::{Answer, CallError};
use super::recording;
use super::server::Server;

/// What `CallOptions::idempotent` is set to.
#[derive(Clone, Copy, Debug)]
enum Told {
    Nothing,
    Idempotent(bool),
}

/// The futures of all operations can go to another thread.
fn sendable<F: Future<Output = Result<Answer, CallError>> + Send>(call: F) -> F {
    call
}

pub async fn only_what_may_be_repeated_is_repeated<S: Subject>() {
    let server = Server::start().await;
    for (id, args) in recording::calls::<S>().calls {
        // Files may be streams, and a stream is gone once it is sent.
        if client::spec::<S>().body(&id).is_some_and(|body| body.media_type.starts_with("multipart/")) {
            continue;
        }
        let operation = client::operation::<S>(&id);
        assert!(!operation.safe || ["GET", "HEAD", "OPTIONS"].contains(&operation.method), "{id} changes something");
        let repeatable = operation.safe || operation.idempotent;
        for (told, expected) in
            [(Told::Nothing, if repeatable { 3 } else { 1 }), (Told::Idempotent(true), 3), (Told::Idempotent(false), 1)]
        {
            server.answer(503, None).await;
            // A new client, whose retry budget is full.
            let client = S::new(client::builder::<S>(&server.url("")).build().unwrap());
            let client = match told {
                Told::Nothing => client,
                Told::Idempotent(idempotent) => client.with_options(CallOptions::new().idempotent(idempotent)),
            };
            let outcome = sendable(client.call(&id, &args)).await;
            assert!(
                matches!(&outcome, Err(CallError::Client(failure)) if failure.status == Some(503)),
                "{id}: {outcome:?}"
            );
            assert_eq!(server.take().len(), expected, "{id}, told {told:?}");
        }
    }
}
