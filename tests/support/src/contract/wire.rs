//! Every documented operation puts on the wire what the recordings say a correct client sends, and
//! decodes what the provider answers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::client::{self, AUTHORIZATION, Subject, connect, report};
use super::dispatch::Answer;
use super::recording::{self, Call, Expected};
use super::server::{Received, Server};

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

/// Tells whether a call of the recordings is possible through a client whose required bodies are arguments: the `no_body`
/// calls of operations whose body is required are not.
pub fn is_possible<S: Subject>(call: &Call) -> bool {
    let operation = client::spec::<S>().operation(call.plain_operation_id());
    let required = operation.and_then(|(_, operation)| operation.pointer("/requestBody/required"));
    !(call.case == "no_body" && required == Some(&Value::Bool(true)))
}

/// Calls each operation as recorded in `set`, if the provider has that, and returns the operations that were called.
async fn run_set<S: Subject>(set: &str, problems: &mut Vec<String>) -> BTreeSet<String> {
    let provider = client::name::<S>();
    let mut operations = BTreeSet::new();
    let Some(recorded) = recording::read(set, provider) else { return operations };
    // What a provider documents and what it answers can differ; then the recordings hold both.
    let actual = recording::read("basic_actual", provider).or_else(|| recording::read(set, provider));
    let answers = actual.map(|actual| actual.calls).unwrap_or_default();
    let server = Server::start().await;
    let client: S = connect(&server.url(&recorded.base_path));
    for call in recorded.calls.iter().filter(|call| is_possible::<S>(call)) {
        let id = call.plain_operation_id();
        let what = format!("{id} ({set}/{})", call.case);
        let answer = answers.iter().find(|answer| answer.operation_id == call.operation_id);
        let Some(answered) = answer.and_then(|answer| answer.answered.clone()) else {
            problems.push(format!("{what}: no recorded answer"));
            continue;
        };
        server.answer(answered.status, answered.body.as_ref()).await;
        let outcome = client.call(id, &call.args).await;
        let received = server.take();
        operations.insert(id.to_owned());
        match received.as_slice() {
            [request] => {
                for difference in differences(request, &call.expected) {
                    problems.push(format!("{what}: {difference}"));
                }
                let accept = request.header("accept");
                let documented = client::operation::<S>(id).accept;
                if documented.is_some() && accept != documented {
                    problems.push(format!("{what}: accept is {accept:?}"));
                }
                if call.expected.authorization.is_none() && request.header("authorization") != Some(AUTHORIZATION) {
                    problems.push(format!("{what}: the client's credentials were not sent"));
                }
            }
            other => problems.push(format!("{what}: {} requests were sent", other.len())),
        }
        match outcome {
            Err(error) => problems.push(format!("{what}: {error}")),
            Ok(answer) => {
                let pointer = format!("/responses/{}/content", answered.status);
                let operation = client::spec::<S>().operation(id);
                let documented = operation.is_some_and(|(_, operation)| operation.pointer(&pointer).is_some());
                if documented == answer.body.is_null() {
                    problems.push(format!("{what}: decoded {}", answer.body));
                }
                check_answer(&what, &answer, answered.status, &answered.body, problems);
            }
        }
    }
    operations
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

/// A provider without recordings has nothing that could differ; its other tests call every operation.
pub async fn every_operation_sends_the_expected_request<S: Subject>() {
    let mut problems = Vec::new();
    let mut called = run_set::<S>("basic", &mut problems).await;
    called.extend(run_set::<S>("full", &mut problems).await);
    report(&problems);
    if recording::read("basic", client::name::<S>()).is_some() {
        let all: BTreeSet<String> = S::operations().iter().map(|operation| operation.id.to_owned()).collect();
        assert_eq!(called, all, "operations with recordings, and all");
    }
}
