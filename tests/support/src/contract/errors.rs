//! Each documented error status of each operation becomes the provider crate's error.

use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{self, Subject, connect, report};
use super::dispatch::CallError;
use super::recording;
use super::server::Server;

/// An error body of a provider, as `tests/problems/<provider>.json` has it.
#[derive(Deserialize)]
pub(crate) struct Problem {
    pub(crate) body: Value,
    /// The code that the client's error tells.
    pub(crate) code: Option<String>,
}

/// Returns an error body as the provider writes it, or one that any client reads.
pub(crate) fn problem(provider: &str) -> Problem {
    let path = super::specs::root().join("tests/problems").join(format!("{provider}.json"));
    if !path.is_file() {
        return Problem { body: json!({"message": "made up"}), code: None };
    }
    let text = std::fs::read_to_string(&path).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Turns a documented status into one that a server can send; `None` if it is none.
fn concrete(documented: &str) -> Option<u16> {
    match documented {
        "default" => Some(503),
        other => other.replace("XX", "99").parse().ok(),
    }
}

pub async fn every_documented_error_status_becomes_an_error<S: Subject>() {
    let recorded = recording::calls::<S>();
    let server = Server::start().await;
    let client: S = connect(&server.url(&recorded.base_path));
    let problem = problem(client::name::<S>());
    let mut problems = Vec::new();
    for (id, args) in &recorded.calls {
        for documented in client::operation::<S>(id).errors {
            let what = format!("{id} {documented}");
            let Some(status) = concrete(documented) else {
                problems.push(format!("{what}: is no status"));
                continue;
            };
            server.answer(status, Some(&problem.body)).await;
            match client.call(id, args).await {
                Err(CallError::Client(error)) => {
                    if error.status != Some(status) {
                        problems.push(format!("{what}: reported as {:?}", error.status));
                    }
                    if error.code != problem.code {
                        problems.push(format!("{what}: code {:?}", error.code));
                    }
                    if !error.display.contains(id) || error.display.contains('\n') {
                        problems.push(format!("{what}: shown as {:?}", error.display));
                    }
                }
                other => problems.push(format!("{what}: became {other:?}")),
            }
            if server.take().is_empty() {
                problems.push(format!("{what}: nothing was sent"));
            }
        }
    }
    report(&problems);
}

pub async fn an_error_without_a_documented_body_is_still_an_error<S: Subject>() {
    let bodies: [(&str, &[u8]); 4] = [
        ("empty", b""),
        ("html", b"<html><body>Bad gateway</body></html>"),
        ("truncated", b"{\"code\": 4"),
        ("other shape", b"[1, 2]"),
    ];
    let recorded = recording::calls::<S>();
    let server = Server::start().await;
    let client: S = connect(&server.url(&recorded.base_path));
    let Some((id, args)) = recorded.calls.first() else { return };
    for (name, body) in bodies {
        server.answer_bytes(400, body).await;
        let outcome = client.call(id, args).await;
        let Err(CallError::Client(error)) = outcome else {
            panic!("{name}: {outcome:?}");
        };
        assert_eq!((error.status, error.code), (Some(400), None), "{name}");
    }
}
