//! What SendAuth's official Python SDK sends, with the sandbox's identifiers and credentials put in.

use reqwest::Method;
use serde_json::Value;
use user_directory_sandbox::Sandbox;

use super::raw;

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    let mut calls = 0;
    for set in ["basic", "full"] {
        let path = format!(
            "{}/../../tests/wire/{set}/sendauth.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let recorded: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        for call in recorded["calls"].as_array().unwrap() {
            replay(call).await;
            calls += 1;
        }
    }
    assert_eq!(calls, 32);
}

/// Sends one recorded request to a sandbox of its own, in which it makes sense.
async fn replay(call: &Value) {
    let sandbox = Sandbox::builder().users(40).start().await.unwrap();
    let raw = raw(&sandbox);
    let operation = call["operationId"].as_str().unwrap();
    let users = raw.get("/api/v1/users").await.json()["rows"].clone();
    let wants_passkey = operation != "registerUser";
    let mut others = users.as_array().unwrap().iter().skip(1);
    let user = others
        .find(|user| user["hasPasskeys"] == wants_passkey)
        .unwrap();
    let id = user["id"].as_str().unwrap();
    if ["restoreUser", "destroyUser"].contains(&operation) {
        let deleted = raw
            .json(Method::DELETE, &format!("/api/v1/users/{id}"), Value::Null)
            .await;
        assert_eq!(deleted.status, 200);
    }

    let sent = &call["sent"];
    let path = sent["path"].as_str().unwrap();
    let recorded = call["args"]["path"]["userID"].as_str();
    let mut target =
        recorded.map_or_else(|| path.to_owned(), |recorded| path.replace(recorded, id));
    if let Some(query) = sent["query"].as_str() {
        target = format!("{target}?{query}");
    }
    let method: Method = sent["method"].as_str().unwrap().parse().unwrap();
    let mut request = raw.request(method, &target);
    for (name, value) in sent["headers"].as_object().unwrap() {
        // Credentials are the sandbox's, and the length follows from the body.
        if !["authorization", "content-length"].contains(&name.as_str()) {
            request = request.header(name, value.as_str().unwrap());
        }
    }
    if let Some(body) = sent["body"].as_str() {
        request = request.body(body.to_owned());
    }
    let answer = raw.send(request).await;
    let expected = call["answered"]["status"].as_u64().unwrap();
    assert_eq!(
        u64::from(answer.status),
        expected,
        "{operation} {}: {}",
        call["case"],
        answer.body
    );
}
