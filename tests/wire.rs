//! Every documented operation puts on the wire what the recordings say a correct client sends, and
//! decodes what the provider answers.

use integration_tests::clients::{self, Answer, Client};
use integration_tests::recording::{self, Call, Expected, PROVIDERS};
use integration_tests::server::{Received, Server};
use serde_json::Value;
use std::collections::BTreeSet;

/// Compares one request with what was expected and returns the differences.
fn differences(received: &Received, expected: &Expected) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |part: &str, is: String, should: String| {
        if is != should {
            found.push(format!("{part} is {is}, should be {should}"));
        }
    };
    check("method", received.method.clone(), expected.method.clone());
    check(
        "path",
        format!("{:?}", recording::decoded_segments(&received.path)),
        format!("{:?}", recording::decoded_segments(&expected.path)),
    );
    check("query", format!("{:?}", received.query), format!("{:?}", expected.query));
    check(
        "content type",
        format!("{:?}", received.header("content-type")),
        format!("{:?}", expected.content_type.as_deref()),
    );
    let body = if received.body.is_empty() {
        None
    } else {
        Some(
            serde_json::from_slice::<Value>(&received.body)
                .unwrap_or(Value::String(String::from_utf8_lossy(&received.body).into_owned())),
        )
    };
    check("body", sorted(&body), sorted(&expected.body));
    if let Some(authorization) = &expected.authorization {
        check("authorization", format!("{:?}", received.header("authorization")), format!("{:?}", Some(authorization)));
    }
    found
}

/// Prints a JSON value with sorted keys: the order of keys means nothing on the wire.
fn sorted(value: &Option<Value>) -> String {
    fn sort(value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                entries.into_iter().map(|(key, value)| (key.clone(), sort(value))).collect()
            }
            Value::Array(items) => items.iter().map(sort).collect(),
            other => other.clone(),
        }
    }
    value.as_ref().map_or_else(|| "absent".to_owned(), |value| sort(value).to_string())
}

/// Tells whether a call of the recordings is possible through a client whose required bodies are
/// arguments: the `no_body` calls of operations whose body is required are not (see `compile_fail`).
fn possible(provider: &str, call: &Call) -> bool {
    !(call.case == "no_body" && clients::body_required(provider, call.plain_operation_id()))
}

async fn run_set(set: &str, provider: &str, answers: &str) -> (Vec<String>, BTreeSet<String>, usize) {
    let recorded = recording::read(set, provider);
    let answers = recording::read(answers, provider);
    let server = Server::start().await;
    let mut problems = Vec::new();
    let mut operations = BTreeSet::new();
    let mut calls = 0;
    let client = match Client::connect(provider, &server.url(&recorded.base_path)) {
        Ok(client) => client,
        Err(error) => return (vec![format!("{provider}: {error}")], operations, calls),
    };
    for call in recorded.calls.iter().filter(|call| possible(provider, call)) {
        let id = call.plain_operation_id();
        let what = format!("{provider} {id} ({set}/{})", call.case);
        let Some(answered) = answers
            .calls
            .iter()
            .find(|answer| answer.operation_id == call.operation_id)
            .and_then(|answer| answer.answered.clone())
        else {
            problems.push(format!("{what}: no recorded answer"));
            continue;
        };
        server.answer(answered.status, answered.body.as_ref()).await;
        let outcome = client.call(id, &call.args).await;
        let received = server.take();
        calls += 1;
        operations.insert(id.to_owned());
        match received.as_slice() {
            [request] => {
                for difference in differences(request, &call.expected) {
                    problems.push(format!("{what}: {difference}"));
                }
                let accept = request.header("accept");
                let documented = clients::operation(provider, id).accept;
                if documented.is_some() && accept != documented {
                    problems.push(format!("{what}: accept is {accept:?}"));
                }
                if call.expected.authorization.is_none()
                    && request.header("authorization") != Some(clients::AUTHORIZATION)
                {
                    problems.push(format!("{what}: the client's credentials were not sent"));
                }
            }
            other => problems.push(format!("{what}: {} requests were sent", other.len())),
        }
        match outcome {
            Err(error) => problems.push(format!("{what}: {error}")),
            Ok(answer) => {
                let documented = clients::has_body(provider, id, answered.status);
                if documented == answer.body.is_null() {
                    problems.push(format!("{what}: decoded {}", answer.body));
                }
                check_answer(&what, &answer, answered.status, &answered.body, &mut problems);
            }
        }
    }
    (problems, operations, calls)
}

/// Checks that a decoded answer holds what was answered. Operations without a documented body give
/// nothing back, whatever the server sends.
fn check_answer(what: &str, answer: &Answer, status: u16, body: &Option<Value>, problems: &mut Vec<String>) {
    if answer.status != status {
        problems.push(format!("{what}: status {} became {}", status, answer.status));
    }
    if answer.body.is_null() {
        return;
    }
    let decoded = sorted(&Some(answer.body.clone()));
    if decoded != sorted(body) {
        problems.push(format!("{what}: answered {}, decoded {decoded}", sorted(body)));
    }
}

#[tokio::test]
async fn every_operation_sends_the_expected_request() {
    let mut problems = Vec::new();
    let (mut operations, mut calls) = (0, 0);
    for (provider, count) in PROVIDERS {
        // What the Open Bank Project documents and what it answers differ; the recordings hold both.
        let answers = if provider == "obp" { "basic_actual" } else { "basic" };
        let mut seen = BTreeSet::new();
        for (set, answers) in [("basic", answers), ("full", if provider == "obp" { answers } else { "full" })] {
            let (found, ids, made) = run_set(set, provider, answers).await;
            problems.extend(found);
            seen.extend(ids);
            calls += made;
        }
        assert_eq!(seen.len(), count, "operations of {provider}");
        operations += seen.len();
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert!(operations >= 116, "only {operations} operations were called");
    // 133 basic and 118 full calls are recorded; 15 of them lack a body that is required.
    assert_eq!(calls, 133 + 118 - 15);
}

#[test]
fn each_required_body_is_held_to_compile_only_with_it() {
    let no_body: BTreeSet<String> = recording::read("basic", "saasus")
        .calls
        .iter()
        .filter(|call| !possible("saasus", call))
        .map(|call| clients::python_name("saasus", call.plain_operation_id()).unwrap())
        .collect();
    let held = integration_tests::required_bodies::METHODS;
    assert_eq!(no_body, held.iter().map(ToString::to_string).collect());
    assert_eq!(held.len(), 15);
}
