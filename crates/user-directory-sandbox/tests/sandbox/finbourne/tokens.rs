//! Tokens: how they are got, renewed, refused, and how they end.

use std::time::Duration;

use finbourne_users::{Client, Credentials, PasswordGrant};
use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{client, raw, with, with_status};
use crate::raw::{Answer, Raw};

const SCOPE: &str = "openid client groups offline_access";

fn signed_in(sandbox: &Sandbox, username: &str, password: &str) -> Client {
    let credentials = sandbox.finbourne().credentials();
    let grant = PasswordGrant::new(
        sandbox.finbourne().token_url(),
        credentials.client_id,
        credentials.client_secret,
        username,
        password,
    );
    with(sandbox, Credentials::password(grant))
}

/// Asks for a token with these fields in place of the right ones.
async fn ask(sandbox: &Sandbox, other: &[(&str, &str)]) -> Answer {
    let credentials = sandbox.finbourne().credentials();
    let mut form = vec![
        ("grant_type", "password"),
        ("username", &credentials.username),
        ("password", &credentials.password),
        ("scope", SCOPE),
        ("client_id", &credentials.client_id),
        ("client_secret", &credentials.client_secret),
    ];
    for (name, value) in other {
        form.retain(|(key, _)| key != name);
        form.push((name, value));
    }
    let mut body = url_encode(&form);
    body.retain(|byte| byte != '\n');
    let http = Raw::new(sandbox.finbourne().token_url());
    let request = http.request(Method::POST, "").header("content-type", "application/x-www-form-urlencoded");
    http.send(request.body(body)).await
}

fn url_encode(form: &[(&str, &str)]) -> String {
    let url = reqwest::Url::parse_with_params("http://x", form).unwrap();
    url.query().unwrap().to_owned()
}

#[tokio::test]
async fn the_password_grant_signs_in_and_stays_signed_in() {
    let sandbox = Sandbox::start().await.unwrap();
    let credentials = sandbox.finbourne().credentials();
    let client = signed_in(&sandbox, &credentials.username, &credentials.password);
    client.list_users().send().await.unwrap();
    client.list_users().send().await.unwrap();
    assert_eq!(sandbox.count("finbourne", "token"), 1);
    // The access token is over, which the client learns from the 401: it refreshes.
    sandbox.advance(Duration::from_secs(3600));
    client.list_users().send().await.unwrap();
    assert_eq!(sandbox.count("finbourne", "token"), 2);
    // The refresh token is over as well: a 400 first, then the password again.
    sandbox.advance(Duration::from_secs(8 * 24 * 3600));
    client.list_users().send().await.unwrap();
    let journal = sandbox.journal();
    let tokens = journal.iter().filter(|one| one.operation.as_deref() == Some("token"));
    let statuses: Vec<_> = tokens.filter_map(|one| one.status).collect();
    assert_eq!(statuses, [200, 200, 400, 200]);
    // The caller is runnable, and sees their own alternative ids in the directory.
    let runnable = client.list_runnable_users().send().await.unwrap();
    assert_eq!(runnable[0].login, credentials.username);
    let found = client.find_users_by_id(vec![runnable[0].id.clone()]).send().await.unwrap();
    let own = &found.values.as_ref().unwrap()[&runnable[0].id];
    assert!(own.alternative_user_ids.is_some());
}

#[tokio::test]
async fn the_token_endpoint_refuses_as_oauth_does() {
    let sandbox = Sandbox::start().await.unwrap();
    let wrong = |name, value| [(name, value)];
    for (change, status, error) in [
        (wrong("password", "wrong"), 400, "invalid_grant"),
        (wrong("username", "nobody@example.org"), 400, "invalid_grant"),
        (wrong("client_secret", "wrong"), 401, "invalid_client"),
        (wrong("client_id", ""), 401, "invalid_client"),
        (wrong("scope", "everything"), 400, "invalid_scope"),
        (wrong("scope", ""), 400, "invalid_request"),
        (wrong("grant_type", "implicit"), 400, "unsupported_grant_type"),
        (wrong("grant_type", ""), 400, "invalid_request"),
    ] {
        let answer = ask(&sandbox, &change).await;
        assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)));
    }
    let dead = [("grant_type", "refresh_token"), ("refresh_token", "dead")];
    let answer = ask(&sandbox, &dead).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_grant")));
    let description = answer.json()["error_description"].as_str().unwrap().to_lowercase();
    assert!(description.contains("refresh token is invalid or expired"));
    let http = Raw::new(sandbox.finbourne().token_url());
    let as_json = http.json(Method::POST, "", json!({ "grant_type": "password" })).await;
    assert_eq!(as_json.json()["error"], "invalid_request");
    // Without the scope for it there is no refresh token.
    let answer = ask(&sandbox, &[("scope", "openid")]).await.json();
    assert!(answer["access_token"].is_string() && answer.get("refresh_token").is_none());
}

#[tokio::test]
async fn wrong_tokens_are_a_401() {
    let sandbox = Sandbox::start().await.unwrap();
    let base = sandbox.finbourne().base_url();
    let issued = ask(&sandbox, &[]).await.json();
    let token = |name: &str| format!("Bearer {}", issued[name].as_str().unwrap());
    assert_eq!(Raw::new(&base).authorization(token("access_token")).get("/api/users").await.status, 200);
    sandbox.advance(Duration::from_secs(3601));
    for authorization in ["", "Bearer", "Bearer x", "Basic eDp5", &token("refresh_token"), &token("access_token")] {
        let answer = Raw::new(&base).authorization(authorization).get("/api/users").await;
        assert_eq!(answer.status, 401, "{authorization}");
        assert_eq!(answer.json()["code"], 187);
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
    }
    // Another provider's token is none here.
    let sendauth = Raw::new(sandbox.sendauth().base_url()).authorization(token("access_token"));
    assert_eq!(sendauth.get("/api/v1/users").await.status, 401);
}

#[tokio::test]
async fn who_is_no_administrator_reads_only() {
    let sandbox = Sandbox::start().await.unwrap();
    let admin = client(&sandbox);
    let user = with_status(&admin, "PROVISIONED").await;
    assert_eq!(ask(&sandbox, &[("username", &user.login), ("password", "x")]).await.status, 400);
    let control = Raw::new(format!("http://{}/_sandbox/finbourne/users", sandbox.address()));
    let chosen = control.json(Method::POST, &format!("/{}/password", user.id), json!({ "password": "x" })).await;
    assert_eq!(chosen.status, 204);
    let body = json!({ "firstName": "Jo", "lastName": "Do", "emailAddress": user.email_address,
        "login": user.login, "roles": [{ "scope": "default", "code": "viewer" }] });
    raw(&sandbox).json(Method::PUT, &format!("/api/users/{}", user.id), body).await;

    let issued = ask(&sandbox, &[("username", &user.login), ("password", "x")]).await.json();
    let token = format!("Bearer {}", issued["access_token"].as_str().unwrap());
    let raw = Raw::new(sandbox.finbourne().base_url()).authorization(token);
    assert_eq!(raw.get("/api/users").await.status, 200);
    let path = format!("/api/users/{}", user.id);
    let refused = raw.json(Method::DELETE, &path, Value::Null).await;
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!(186)));
    // Whoever is stopped is signed out.
    let stopped = control.json(Method::POST, &format!("/{}/suspend", user.id), Value::Null).await;
    assert_eq!(stopped.status, 204);
    assert_eq!(raw.get("/api/users").await.status, 401);
    let again = control.json(Method::POST, &format!("/{}/lock", user.id), Value::Null).await;
    assert_eq!(again.status, 409);
}

#[tokio::test]
async fn ten_wrong_passwords_lock_out() {
    let sandbox = Sandbox::start().await.unwrap();
    for _ in 0..10 {
        assert_eq!(ask(&sandbox, &[("password", "wrong")]).await.status, 400);
    }
    assert_eq!(ask(&sandbox, &[]).await.status, 400);
    let client = client(&sandbox);
    let users = client.list_users().send().await.unwrap();
    assert_eq!(users[0].status, "LOCKED_OUT");
    client.unlock_user(users[0].id.as_str()).send().await.unwrap();
    assert_eq!(ask(&sandbox, &[]).await.status, 200);
}
