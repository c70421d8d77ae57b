//! The Open Bank Project.

mod access;
mod contexts;
mod customers;
mod locks;
mod login;
mod refusals;
mod roles;
mod users;
mod wire;

use obp_users::{Client, Credentials, DirectLogin};
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use crate::raw::{Answer, Raw};

/// What stands before every path of the specification.
const V5: &str = "/obp/v5.0.0";

fn log_in(sandbox: &Sandbox, username: &str, password: &str) -> Client {
    let obp = sandbox.obp();
    let login = DirectLogin::new(username, password, obp.credentials().consumer_key);
    Client::builder().base_url(obp.base_url()).credentials(Credentials::direct_login(login)).build().unwrap()
}

/// Returns a client of the user with all roles.
fn client(sandbox: &Sandbox) -> Client {
    let credentials = sandbox.obp().credentials();
    log_in(sandbox, &credentials.username, &credentials.password)
}

/// Returns a client of the user without roles.
fn plain_client(sandbox: &Sandbox) -> Client {
    let credentials = sandbox.obp().credentials();
    log_in(sandbox, &credentials.plain_username, &credentials.plain_password)
}

/// Sends a login with this header.
async fn login(sandbox: &Sandbox, header: &str, value: &str) -> Answer {
    let raw = Raw::new(sandbox.obp().base_url());
    let request = raw.request(reqwest::Method::POST, "/my/logins/direct");
    raw.send(request.header(header, value)).await
}

async fn token(sandbox: &Sandbox, username: &str, password: &str) -> String {
    let key = sandbox.obp().credentials().consumer_key;
    let values = format!("username={username}, password={password}, consumer_key={key}");
    let answer = login(sandbox, "DirectLogin", &values).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["token"].as_str().unwrap().to_owned()
}

/// Returns raw requests with a token.
fn with_token(sandbox: &Sandbox, token: &str) -> Raw {
    Raw::new(sandbox.obp().base_url()).authorization(format!("DirectLogin token={token}"))
}

/// Returns raw requests of the user with all roles, with their bearer token: a login would end the client's.
pub(crate) fn raw(sandbox: &Sandbox) -> Raw {
    let credentials = sandbox.obp().credentials();
    Raw::new(sandbox.obp().base_url()).authorization(format!("Bearer {}", credentials.bearer_token))
}

/// Returns raw requests of the user without roles.
async fn plain(sandbox: &Sandbox) -> Raw {
    let credentials = sandbox.obp().credentials();
    let token = token(sandbox, &credentials.plain_username, &credentials.plain_password).await;
    with_token(sandbox, &token)
}

/// Asserts status, code and shape of a failure.
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let body = answer.json();
    assert_eq!(body["code"], json!(status), "{body}");
    let message = body["message"].as_str().unwrap();
    assert!(message.starts_with(&format!("{code}: ")), "{message}");
    assert_eq!(body.as_object().unwrap().len(), 2, "{body}");
}

/// Returns status and code of a failure as the client tells them.
fn failure<T: std::fmt::Debug>(result: Result<T, obp_users::Error>) -> (u16, String) {
    let error = result.unwrap_err();
    let status = error.status().unwrap().as_u16();
    (status, error.code().unwrap_or_default().to_owned())
}

/// Returns the seeded users in the order of their creation.
async fn users(sandbox: &Sandbox) -> Vec<Value> {
    let answer = raw(sandbox).get(&format!("{V5}/users")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["users"].as_array().unwrap().clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Returns bank and account of the user with all roles.
async fn account(sandbox: &Sandbox) -> (String, String) {
    let answer = raw(sandbox).get(&format!("{V5}/users/current")).await;
    let view = answer.json()["views"]["list"][0].clone();
    assert_eq!(view["view_id"], "owner");
    (text(&view["bank_id"]), text(&view["account_id"]))
}

/// Reads a request body from JSON.
fn body<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}
