//! Velo Payments.

mod access;
mod lists;
mod own;
mod refusals;
mod tokens;
mod users;
mod wire;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;
use velo_users::{Client, Credentials, Error};

use crate::raw::{Answer, Raw};

/// Returns a client with the demo credentials.
fn client(sandbox: &Sandbox) -> Client {
    let credentials = sandbox.velo().credentials();
    let login = Credentials::client_credentials(credentials.key, credentials.secret);
    with(sandbox, login)
}

fn with(sandbox: &Sandbox, credentials: Credentials) -> Client {
    Client::builder().base_url(sandbox.velo().base_url()).credentials(credentials).build().unwrap()
}

/// Asks for a token.
async fn log_in(sandbox: &Sandbox, query: &str, key: &str, secret: &str) -> Answer {
    let basic = format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")));
    let raw = Raw::new(sandbox.velo().base_url()).authorization(basic);
    let path = format!("/v1/authenticate{query}");
    raw.json(Method::POST, &path, Value::Null).await
}

/// Returns raw requests with a token for the demo credentials.
pub(crate) async fn raw(sandbox: &Sandbox) -> Raw {
    let demo = sandbox.velo().credentials();
    let query = "?grant_type=client_credentials";
    let answer = log_in(sandbox, query, &demo.key, &demo.secret).await;
    bearer(sandbox, answer.json()["access_token"].as_str().unwrap())
}

fn bearer(sandbox: &Sandbox, token: &str) -> Raw {
    Raw::new(sandbox.velo().base_url()).authorization(format!("Bearer {token}"))
}

/// Returns raw requests of a user who signs in.
fn acting(sandbox: &Sandbox, user: &str) -> Raw {
    bearer(sandbox, &sandbox.velo().sign_in(user).unwrap())
}

/// Returns the users that a query lists.
async fn users(raw: &Raw, query: &str) -> Vec<Value> {
    let answer = raw.get(&format!("/v2/users?pageSize=100&{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["content"].as_array().unwrap().clone()
}

/// Returns a user.
async fn user(raw: &Raw, id: &str) -> Value {
    let answer = raw.get(&format!("/v2/users/{id}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// Returns the identifier of the first user that a query lists and `fits` takes.
async fn first(raw: &Raw, query: &str, fits: impl Fn(&Value) -> bool) -> String {
    let users = users(raw, query).await;
    let found = users.iter().find(|user| fits(user)).expect("such a user");
    found["id"].as_str().unwrap().to_owned()
}

/// Posts and returns the answer.
async fn post(raw: &Raw, path: &str, body: Value) -> Answer {
    raw.json(Method::POST, path, body).await
}

/// Returns what the one error of an answer is about, after looking at its shape.
fn location(answer: &Answer) -> String {
    let body = answer.json();
    assert_eq!(body["httpStatusCode"], answer.status, "{body}");
    let id = body["correlationId"].as_str().unwrap();
    assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 4);
    let error = &body["errors"][0];
    assert!(error["errorMessage"].is_string(), "{body}");
    assert!(error["errorCode"].is_string(), "{body}");
    error["location"].as_str().unwrap_or("").to_owned()
}

fn status<T>(result: Result<T, Error>) -> Option<u16> {
    result.err()?.status().map(|status| status.as_u16())
}

fn typed<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn invitation(email: &str) -> Value {
    json!({ "email": email, "mfaType": "TOTP", "smsNumber": "+12025550123",
        "primaryContactNumber": "11235555555", "roles": ["payor.admin"],
        "firstName": "Ada", "lastName": "Byron" })
}
