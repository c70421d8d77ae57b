//! The password grant and its refresh tokens.

use std::time::Duration;

use finbourne_users::{Client, Credentials, ErrorKind, Method, PasswordGrant};
use serde_json::Value;
use url::form_urlencoded;

use test_support::{Received, Reply, Server};

pub(crate) const TOKEN: &str = "/oauth2/aus1/v1/token";
pub(crate) const CALL: &str = "/identity/api/users";

pub(crate) fn grant(server: &Server) -> PasswordGrant {
    let url = format!("{}{TOKEN}", server.url);
    PasswordGrant::new(url, "client&id", "s=cret/1", "jo+tag@example.com", "p&ss w/rd+%")
}

pub(crate) fn client(server: &Server, credentials: impl Into<Credentials>) -> Client {
    let base = format!("{}/identity", server.url);
    Client::builder().base_url(base).credentials(credentials).build().unwrap()
}

async fn call(client: &Client) {
    client.request(Method::GET, "/api/users").send().await.unwrap();
}

fn pairs(form: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = form_urlencoded::parse(form.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

/// Returns the recorded token requests. The recorded client left `+`, `/` and `=` of some values as they are.
fn recording() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/wire/auth/finbourne.json");
    let text = std::fs::read_to_string(path).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let calls = document["calls"].as_array().unwrap();
    calls.iter().map(|call| call["sent"].clone()).collect()
}

fn meant(sent: &Value) -> Vec<(String, String)> {
    pairs(&sent["body"].as_str().unwrap().replace('+', "%2B"))
}

fn tokens(server: &Server) -> Vec<String> {
    server.at(CALL).iter().map(|request| request.authorization().to_owned()).collect()
}

#[tokio::test]
async fn token_requests_mean_what_was_recorded_and_are_encoded() {
    let server = Server::by_path(|request, before| match (request.path(), before) {
        (TOKEN, 0) => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r+e/f=r"}"#),
        (TOKEN, _) => Reply::json(200, r#"{"access_token":"t2","expires_in":3600}"#),
        _ => Reply::json(200, "[]"),
    })
    .await;
    let client = client(&server, grant(&server));
    for _ in 0..3 {
        call(&client).await;
    }
    let [password, refresh] = server.at(TOKEN).try_into().unwrap();
    assert_eq!(
        password.body,
        "grant_type=password&username=jo%2Btag%40example.com&password=p%26ss+w%2Frd%2B%25\
         &scope=openid+client+groups+offline_access&client_id=client%26id&client_secret=s%3Dcret%2F1"
    );
    assert_eq!(password.header("authorization"), None);
    assert_eq!(
        refresh.body,
        "grant_type=refresh_token&refresh_token=r%2Be%2Ff%3Dr&scope=openid+client+groups+offline_access"
    );
    let recorded = recording();
    for (request, recorded) in [&password, &refresh].into_iter().zip(&recorded) {
        assert_eq!(request.method, recorded["method"].as_str().unwrap());
        assert_eq!(request.target, recorded["path"].as_str().unwrap());
        assert_eq!(pairs(&request.body), meant(recorded));
        // The recorded refresh accepts anything, by an oversight of that client.
        assert_eq!(request.header("accept"), Some("application/json"));
        for name in ["content-type", "authorization"] {
            assert_eq!(request.header(name), recorded["headers"][name].as_str(), "{name}");
        }
    }
    assert_eq!(tokens(&server), ["Bearer t1", "Bearer t2", "Bearer t2"]);
}

#[tokio::test]
async fn a_dead_refresh_token_leads_to_a_new_login() {
    for dead in [
        r#"{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}"#,
        r#"{"error":"invalid_grant"}"#,
        r#"{"error":"other","error_description":"The refresh token is invalid or expired."}"#,
    ] {
        dead_refresh_token(dead).await;
    }
}

async fn dead_refresh_token(dead: &'static str) {
    let server = Server::by_path(move |request, before| match (request.path(), before) {
        (TOKEN, 0) => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r1"}"#),
        (TOKEN, 1) => Reply::json(400, dead),
        (TOKEN, _) => Reply::json(200, r#"{"access_token":"t2"}"#),
        _ => Reply::json(200, "[]"),
    })
    .await;
    let client = client(&server, grant(&server));
    call(&client).await;
    call(&client).await;
    let grants: Vec<_> = server.at(TOKEN).iter().map(|one| one.body.split('&').next().unwrap().to_owned()).collect();
    assert_eq!(grants, ["grant_type=password", "grant_type=refresh_token", "grant_type=password"]);
    assert_eq!(tokens(&server), ["Bearer t1", "Bearer t2"]);
}

/// Repeating the password would not help, and might lock the user out.
#[tokio::test]
async fn another_refusal_of_a_refresh_leaves_the_password_alone() {
    for (status, body, code) in [
        (401, r#"{"error":"invalid_client"}"#, "code invalid_client"),
        (400, r#"{"error":"invalid_scope"}"#, "code invalid_scope"),
        (400, "{}", "status 400"),
        (403, "", "status 403"),
    ] {
        let server = Server::by_path(move |request, before| match (request.path(), before) {
            (TOKEN, 0) => Reply::json(200, r#"{"access_token":"t1","expires_in":0,"refresh_token":"r1"}"#),
            (TOKEN, _) => Reply::json(status, body),
            _ => Reply::json(200, "[]"),
        })
        .await;
        let client = client(&server, grant(&server));
        call(&client).await;
        let error = client.request(Method::GET, "/api/users").send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains(code), "{error}");
        let logins = server.at(TOKEN);
        assert_eq!(logins.len(), 2, "{status} {body}");
        assert!(logins[1].body.starts_with("grant_type=refresh_token&"));
    }
}

/// Answers the password grant with `first`, and refreshes with `t2`, `t3` and so on.
fn issuer(request: &Received, before: usize, first: &str) -> Reply {
    match (request.path(), before) {
        (TOKEN, 0) => Reply::json(200, first).after(std::time::Duration::from_millis(30)),
        (TOKEN, _) => Reply::json(200, format!(r#"{{"access_token":"t{}","expires_in":3600}}"#, before + 1))
            .after(std::time::Duration::from_millis(30)),
        _ => Reply::json(200, "[]"),
    }
}

#[tokio::test]
async fn a_token_is_renewed_in_its_last_minute() {
    // Without `expires_in` a token counts as good for an hour.
    for first in [
        r#"{"access_token":"t1","expires_in":3600,"refresh_token":"r1"}"#,
        r#"{"access_token":"t1","refresh_token":"r1"}"#,
    ] {
        let server = Server::by_path(move |request, before| issuer(request, before, first)).await;
        let client = client(&server, grant(&server));
        for (wait, requests) in [(0, 1), (3530, 1), (15, 2), (15, 2)] {
            tokio::time::pause();
            tokio::time::advance(Duration::from_secs(wait)).await;
            tokio::time::resume();
            call(&client).await;
            assert_eq!(server.at(TOKEN).len(), requests, "after {wait} s more");
        }
        let renewal = &server.at(TOKEN)[1].body;
        assert!(renewal.contains("refresh_token=r1"), "{renewal}");
    }
}

#[tokio::test]
async fn concurrent_calls_share_one_login_and_one_renewal() {
    let server = Server::by_path(|request, before| {
        let first = r#"{"access_token":"t1","refresh_token":"r1"}"#;
        match (request.path(), request.authorization()) {
            // The first token is revoked from the start.
            (CALL, "Bearer t1") => Reply::json(401, ""),
            _ => issuer(request, before, first),
        }
    })
    .await;
    let client = client(&server, grant(&server));
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(server.at(TOKEN).len(), 2);
    assert_eq!(tokens(&server).iter().filter(|token| *token == "Bearer t2").count(), 100);
}

#[tokio::test]
async fn a_refused_call_is_repeated_once() {
    let server = Server::by_path(|request, before| match request.path() {
        TOKEN => issuer(request, before, r#"{"access_token":"t1"}"#),
        _ => Reply::json(401, ""),
    })
    .await;
    let client = client(&server, grant(&server));
    let error = client.request(Method::POST, "/api/users").send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Api, 2));
    assert_eq!((server.at(TOKEN).len(), server.at(CALL).len()), (2, 2));
}

#[tokio::test]
async fn a_refused_login_is_told_without_secrets() {
    let body = r#"{"error":"invalid_grant","error_description":"p&ss w/rd+% of jo+tag@example.com"}"#;
    let server = Server::by_path(move |_, _| Reply::json(400, body)).await;
    let client = client(&server, grant(&server));
    let error = client.request(Method::GET, "/api/users").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("status 400, code invalid_grant"), "{error}");
    let printed = format!("{error} {error:?} {client:?} {:?}", grant(&server));
    for secret in ["p&ss", "jo+tag", "s=cret", "client&id"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert_eq!((server.at(TOKEN).len(), server.at(CALL).len()), (1, 0));
}

#[test]
fn grants_that_cannot_be_made_are_refused() {
    let url = "https://login.example/oauth2/token";
    for (grant, text) in [
        (PasswordGrant::new("http://login.example/t", "c", "s", "u", "p"), "the token URL"),
        (PasswordGrant::new("/v1/token", "c", "s", "u", "p"), "the token URL"),
        (PasswordGrant::new(url, "", "s", "u", "p"), "the client id is empty"),
        (PasswordGrant::new(url, "c", "", "u", "p"), "the client secret is empty"),
        (PasswordGrant::new(url, "c", "s", "", "p"), "the user name is empty"),
        (PasswordGrant::new(url, "c", "s", "u", ""), "the password is empty"),
    ] {
        let error = Client::builder().credentials(grant).build().err().unwrap();
        assert!(error.to_string().contains(text), "{error}");
    }
}
