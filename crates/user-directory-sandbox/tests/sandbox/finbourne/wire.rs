//! What FINBOURNE's official Python SDK sends, with the sandbox's identifiers and credentials put in.

use user_directory_sandbox::Sandbox;

use super::{client, raw, with_status};
use crate::raw::Raw;
use crate::wire::{calls, send};

#[tokio::test]
async fn everything_that_the_python_sdk_sends_is_answered_well() {
    let mut replayed = 0;
    for call in [calls("basic", "finbourne"), calls("full", "finbourne")].concat() {
        let sandbox = Sandbox::start().await.unwrap();
        let operation = call["operationId"].as_str().unwrap();
        let status = match operation {
            "UnlockUser" => "LOCKED_OUT",
            "UnsuspendUser" => "SUSPENDED",
            "SendActivationEmail" => "PROVISIONED",
            _ => "ACTIVE",
        };
        let id = with_status(&client(&sandbox), status).await.id;
        let recorded = call["args"]["path"]["id"].as_str();
        let replace = |path: &str| {
            let path = path.strip_prefix("/identity").unwrap();
            recorded.map_or_else(|| path.to_owned(), |recorded| path.replace(recorded, &id))
        };
        let answer = send(&raw(&sandbox), &call, replace, |request| request).await;
        let expected = call["answered"]["status"].as_u64().unwrap();
        assert_eq!(u64::from(answer.status), expected, "{operation} {}: {}", call["case"], answer.body);
        assert_eq!(answer.body.is_empty(), call["answered"]["body"].is_null());
        replayed += 1;
    }
    assert_eq!(replayed, 30);
}

/// The SDK encodes the password and neither the user name nor the scope.
#[tokio::test]
async fn its_token_requests_are_answered_well() {
    let sandbox = Sandbox::start().await.unwrap();
    let credentials = sandbox.finbourne().credentials();
    let scope = "openid client groups offline_access";
    let http = Raw::new(sandbox.finbourne().token_url());
    let post = |raw: &Raw, body: String| {
        raw.request(reqwest::Method::POST, "")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "*/*")
            .body(body)
    };
    let body = format!(
        "grant_type=password&username={}&password={}&scope={scope}&client_id={}&client_secret={}",
        credentials.username, credentials.password, credentials.client_id, credentials.client_secret
    );
    let first = http.send(post(&http, body)).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let first = first.json();
    assert_eq!(first["expires_in"], 3600);

    let body =
        format!("grant_type=refresh_token&scope={scope}&refresh_token={}", first["refresh_token"].as_str().unwrap());
    let request = post(&http, body).basic_auth(&credentials.client_id, Some(&credentials.client_secret));
    let second = http.send(request).await;
    assert_eq!(second.status, 200, "{}", second.body);
    let token = second.json()["access_token"].as_str().unwrap().to_owned();
    assert_ne!(first["access_token"], token.as_str());
    let raw = Raw::new(sandbox.finbourne().base_url()).authorization(format!("Bearer {token}"));
    assert_eq!(raw.get("/api/users").await.status, 200);
}
