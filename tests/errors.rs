//! Each documented error status of each operation becomes the provider crate's error.

use integration_tests::clients::{self, CallError, Client};
use integration_tests::recording::{self, PROVIDERS};
use integration_tests::server::Server;
use serde_json::{Value, json};

/// Returns a problem body as the provider writes it, with the code that the error must report.
fn problem(provider: &str, status: u16) -> (Value, Option<&'static str>) {
    match provider {
        "velo" => (
            json!({"errors": [{"errorCode": "20110003", "errorMessage": "made up", "location": "body", "locationType": "requestBody"}],
                "correlationId": "ee53e01d-c078-43fd-abd4-47e92f4a06cf", "httpStatusCode": status}),
            Some("20110003"),
        ),
        "finbourne" => (
            json!({"name": "MadeUp", "errorDetails": [], "code": 657, "type": "https://example.com/657",
                "title": "made up", "status": status, "detail": "made up", "instance": "https://example.com/i/1"}),
            Some("657"),
        ),
        "obp" => (json!({"code": status, "message": "OBP-20006: made up"}), Some("OBP-20006")),
        "saasus" => (json!({"type": "permission_denied", "message": "made up"}), Some("permission_denied")),
        _ => (json!({"error": "made up", "details": ["one"]}), None),
    }
}

/// Turns a documented status into one that a server can send; `None` if it is none.
fn concrete(documented: &str) -> Option<u16> {
    match documented {
        "default" => Some(503),
        other => other.replace("XX", "99").parse().ok(),
    }
}

#[tokio::test]
async fn every_documented_error_status_becomes_an_error() {
    let mut problems = Vec::new();
    let mut operations = 0;
    for (provider, _) in PROVIDERS {
        let recorded = recording::read("basic", provider);
        let server = Server::start().await;
        let client = Client::connect(provider, &server.url(&recorded.base_path)).unwrap();
        for operation in clients::operations(provider) {
            let call = recorded
                .calls
                .iter()
                .find(|call| call.plain_operation_id() == operation.id && call.case == "basic")
                .unwrap_or_else(|| panic!("{provider} {} is not recorded", operation.id));
            operations += 1;
            for documented in operation.errors {
                let what = format!("{provider} {} {documented}", operation.id);
                let Some(status) = concrete(documented) else {
                    problems.push(format!("{what}: is no status"));
                    continue;
                };
                let (body, code) = problem(provider, status);
                server.answer(status, Some(&body)).await;
                match client.call(operation.id, &call.args).await {
                    Err(CallError::Client(error)) => {
                        if error.status != Some(status) {
                            problems.push(format!("{what}: reported as {:?}", error.status));
                        }
                        if code.is_some() && error.code.as_deref() != code {
                            problems.push(format!("{what}: code {:?}", error.code));
                        }
                        if !error.display.contains(operation.id) || error.display.contains('\n') {
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
    }
    assert_eq!(operations, 116);
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[tokio::test]
async fn an_error_without_a_documented_body_is_still_an_error() {
    let bodies: [(&str, &[u8]); 4] = [
        ("empty", b""),
        ("html", b"<html><body>Bad gateway</body></html>"),
        ("truncated", b"{\"code\": 4"),
        ("other shape", b"[1, 2]"),
    ];
    for (provider, _) in PROVIDERS {
        let recorded = recording::read("basic", provider);
        let server = Server::start().await;
        let client = Client::connect(provider, &server.url(&recorded.base_path)).unwrap();
        let call = &recorded.calls[0];
        for (name, body) in bodies {
            server.answer_bytes(400, body).await;
            let outcome = client.call(call.plain_operation_id(), &call.args).await;
            let Err(CallError::Client(error)) = outcome else {
                panic!("{provider}, {name}: {outcome:?}");
            };
            assert_eq!(error.status, Some(400), "{provider}, {name}");
            assert_eq!(error.code, None, "{provider}, {name}");
        }
    }
}
