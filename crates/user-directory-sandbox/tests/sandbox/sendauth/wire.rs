//! What SendAuth's official Python SDK sends, with the sandbox's identifiers and credentials put in.

use reqwest::Method;
use serde_json::Value;
use user_directory_sandbox::Sandbox;

use super::raw;
use crate::wire::{calls, send};

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    let mut replayed = 0;
    for call in [calls("basic", "sendauth"), calls("full", "sendauth")].concat() {
        replay(&call).await;
        replayed += 1;
    }
    assert_eq!(replayed, 32);
}

/// Sends one recorded request to a sandbox of its own, in which it makes sense.
async fn replay(call: &Value) {
    let sandbox = Sandbox::builder().users(40).start().await.unwrap();
    let raw = raw(&sandbox);
    let operation = call["operationId"].as_str().unwrap();
    let users = raw.get("/api/v1/users").await.json()["rows"].clone();
    let wants_passkey = operation != "registerUser";
    let mut others = users.as_array().unwrap().iter().skip(1);
    let user = others.find(|user| user["hasPasskeys"] == wants_passkey).unwrap();
    let id = user["id"].as_str().unwrap();
    if ["restoreUser", "destroyUser"].contains(&operation) {
        let deleted = raw.json(Method::DELETE, &format!("/api/v1/users/{id}"), Value::Null).await;
        assert_eq!(deleted.status, 200);
    }
    let recorded = call["args"]["path"]["userID"].as_str();
    let replace = |path: &str| recorded.map_or_else(|| path.to_owned(), |recorded| path.replace(recorded, id));
    let answer = send(&raw, call, replace, |request| request).await;
    let expected = call["answered"]["status"].as_u64().unwrap();
    assert_eq!(u64::from(answer.status), expected, "{operation} {}: {}", call["case"], answer.body);
}
