//! SaaSus.

mod email;
mod factor;
mod links;
mod marketplace;
mod refusals;
mod signature;
mod users;
mod wire;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::{Method, RequestBuilder};
use saasus_users::types::SaasUser;
use saasus_users::{Client, Credentials, Error};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::Sha256;
use user_directory_sandbox::Sandbox;

use crate::raw::{Answer, Raw};

/// Returns a client with the demo credentials.
fn client(sandbox: &Sandbox) -> Client {
    let demo = sandbox.saasus().credentials();
    Client::builder()
        .base_url(sandbox.saasus().base_url())
        .credentials(Credentials::api_key(demo.saas_id, demo.api_key, demo.secret_key))
        .build()
        .unwrap()
}

/// Returns raw requests, which nobody has signed.
fn raw(sandbox: &Sandbox) -> Raw {
    Raw::new(sandbox.saasus().base_url())
}

/// Signs a request as if it were sent at an instant.
pub(crate) fn sign(sandbox: &Sandbox, request: RequestBuilder, now: DateTime<Utc>) -> RequestBuilder {
    let demo = sandbox.saasus().credentials();
    let built = request.try_clone().unwrap().build().unwrap();
    let url = built.url();
    let mut mac = Hmac::<Sha256>::new_from_slice(demo.secret_key.as_bytes()).unwrap();
    let minute = now.format("%Y%m%d%H%M").to_string();
    mac.update(minute.as_bytes());
    mac.update(demo.api_key.as_bytes());
    mac.update(built.method().as_str().as_bytes());
    mac.update(&url.as_str().as_bytes()["http://".len()..]);
    if let Some(body) = built.body() {
        mac.update(body.as_bytes().unwrap());
    }
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let (id, key) = (demo.saas_id, demo.api_key);
    request.header("authorization", format!("SAASUSSIGV1 Sig={hex}, SaaSID={id}, APIKey={key}"))
}

/// Sends a signed request; null stands for no body.
pub(crate) async fn call(sandbox: &Sandbox, method: Method, path: &str, body: Value) -> Answer {
    let raw = raw(sandbox);
    let mut request = raw.request(method, path);
    if !body.is_null() {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    raw.send(sign(sandbox, request, sandbox.now())).await
}

/// Returns the type of an error, after looking at its shape.
fn kind(answer: &Answer) -> String {
    let body = answer.json();
    assert!(body["message"].is_string(), "{body}");
    body["type"].as_str().unwrap().to_owned()
}

fn failure<T>(result: Result<T, Error>) -> Option<(u16, String)> {
    let error = result.err()?;
    let problem = error.problem().expect("a problem").type_.clone();
    Some((error.status().unwrap().as_u16(), problem))
}

fn bad(kind: &str) -> Option<(u16, String)> {
    Some((400, kind.to_owned()))
}

fn typed<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

async fn users(client: &Client) -> Vec<SaasUser> {
    client.get_saas_users().send().await.unwrap().users.clone()
}
