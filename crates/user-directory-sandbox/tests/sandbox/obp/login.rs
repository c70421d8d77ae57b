//! DirectLogin, GatewayLogin and bearer tokens.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use obp_users::{Client, Credentials, DirectLogin, DirectLoginHeader};
use serde_json::json;
use sha2::Sha256;
use user_directory_sandbox::{Clock, Sandbox};

use super::{V5, client, login, raw, refused, token, with_token};
use crate::raw::Raw;

/// As long as a token lives.
const FOUR_WEEKS: Duration = Duration::from_secs(4 * 7 * 24 * 60 * 60);

const SELF: &str = "/obp/v5.0.0/users/current/user_id";

#[tokio::test]
async fn both_headers_log_in_and_carry_the_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    for header in [DirectLoginHeader::Authorization, DirectLoginHeader::DirectLogin] {
        let login = DirectLogin::new(valid.username.as_str(), valid.password.as_str(), valid.consumer_key.as_str());
        let client = Client::builder()
            .base_url(sandbox.obp().base_url())
            .credentials(Credentials::direct_login(login.header(header)))
            .build()
            .unwrap();
        let user = client.get_current_user().send().await.unwrap();
        assert_eq!(user.username.as_deref(), Some(valid.username.as_str()));
        assert_eq!(user.provider.as_deref(), Some("https://obp.example.com"));
    }
    let quoted = format!(
        "username=\"{}\",password=\"{}\",consumer_key=\"{}\"",
        valid.username, valid.password, valid.consumer_key
    );
    assert_eq!(login(&sandbox, "directlogin", &quoted).await.status, 201);
}

#[tokio::test]
async fn logins_that_fail_say_why() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    let (name, key) = (&valid.username, &valid.consumer_key);
    for (values, status, code) in [
        (String::new(), 400, "OBP-20002"),
        (format!("username={name}"), 400, "OBP-20002"),
        (format!("username=a;b, password=x, consumer_key={key}"), 400, "OBP-20002"),
        (format!("username={name}, password=x, consumer_key=a-b"), 400, "OBP-20002"),
        (format!("username={name}, password={}, consumer_key={key}", "x".repeat(513)), 400, "OBP-20002"),
        (format!("username={name}, password=x, consumer_key=other"), 401, "OBP-20008"),
        (format!("username={name}, password=wrong, consumer_key={key}"), 401, "OBP-20004"),
        (format!("username=nobody, password=wrong, consumer_key={key}"), 401, "OBP-20004"),
    ] {
        refused(&login(&sandbox, "DirectLogin", &values).await, status, code);
        let older = format!("DirectLogin {values}");
        refused(&login(&sandbox, "Authorization", &older).await, status, code);
    }
    let answer = login(&sandbox, "DirectLogin", &format!("username={name}")).await;
    assert!(answer.body.contains("password, consumer_key"), "{}", answer.body);
    assert!(!answer.body.contains(name), "{}", answer.body);
}

#[tokio::test]
async fn no_credentials_are_a_401_that_names_the_schemes() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = Raw::new(sandbox.obp().base_url()).get(SELF).await;
    refused(&answer, 401, "OBP-20001");
    let schemes = answer.headers["www-authenticate"].to_str().unwrap();
    for scheme in ["OAuth realm=", "Bearer realm=", "DirectLogin realm="] {
        assert!(schemes.contains(scheme), "{schemes}");
    }
}

#[tokio::test]
async fn a_token_ends_after_four_weeks_and_the_client_renews_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    let token = token(&sandbox, &valid.username, &valid.password).await;
    let raw = with_token(&sandbox, &token);
    sandbox.advance(FOUR_WEEKS - Duration::from_secs(60));
    assert_eq!(raw.get(SELF).await.status, 200);
    sandbox.advance(Duration::from_secs(60));
    refused(&raw.get(SELF).await, 400, "OBP-20003");
    refused(&with_token(&sandbox, "made.up.token").get(SELF).await, 400, "OBP-20003");

    let client = client(&sandbox);
    client.get_current_user().send().await.unwrap();
    sandbox.advance(FOUR_WEEKS);
    sandbox.clear_journal();
    client.get_current_user().send().await.unwrap();
    assert_eq!(sandbox.count("obp", "getCurrentUser"), 2);
    assert_eq!(sandbox.count("obp", "directLogin"), 1);
}

#[tokio::test]
async fn a_new_login_ends_the_token_before() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    let first = token(&sandbox, &valid.username, &valid.password).await;
    let other = token(&sandbox, &valid.plain_username, &valid.plain_password).await;
    let second = token(&sandbox, &valid.username, &valid.password).await;
    assert_ne!(first, second);
    refused(&with_token(&sandbox, &first).get(SELF).await, 400, "OBP-20003");
    for good in [second, other] {
        assert_eq!(with_token(&sandbox, &good).get(SELF).await.status, 200);
    }
}

#[tokio::test]
async fn gateway_and_bearer_tokens_are_taken() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    for credentials in
        [Credentials::gateway_login(valid.gateway_jwt.as_str()), Credentials::bearer(valid.bearer_token.as_str())]
    {
        let client = Client::builder().base_url(sandbox.obp().base_url()).credentials(credentials).build().unwrap();
        let user = client.get_current_user().send().await.unwrap();
        assert_eq!(user.username.as_deref(), Some(valid.username.as_str()));
    }
    let gateway =
        Raw::new(sandbox.obp().base_url()).authorization(format!("GatewayLogin token=\"{}\"", valid.gateway_jwt));
    let answer = gateway.get(SELF).await;
    assert_eq!(answer.headers["gatewaylogin"].to_str().unwrap(), valid.gateway_jwt);
    assert!(raw(&sandbox).get(SELF).await.headers.get("gatewaylogin").is_none());
}

/// Signs claims as an identity provider or a gateway does that shares the secret.
fn signed(sandbox: &Sandbox, claims: &serde_json::Value) -> String {
    let header = json!({ "typ": "JWT", "alg": "HS256" });
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let text = format!("{header}.{claims}");
    let secret = sandbox.obp().credentials().jwt_secret;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{text}.{signature}")
}

#[tokio::test]
async fn who_has_the_secret_speaks_for_any_local_user() {
    let sandbox = Sandbox::start().await.unwrap();
    let name = sandbox.obp().credentials().plain_username;
    let end = (sandbox.now() + chrono::TimeDelta::minutes(5)).timestamp();
    let send = async |scheme: &str, claims: serde_json::Value| {
        let token = signed(&sandbox, &claims);
        let value = match scheme {
            "Bearer" => format!("Bearer {token}"),
            _ => format!("GatewayLogin token=\"{token}\""),
        };
        let raw = Raw::new(sandbox.obp().base_url()).authorization(value);
        raw.get("/obp/v5.0.0/users/current").await
    };
    let bearer = json!({ "sub": name, "exp": end });
    let gateway = json!({ "login_user_name": name, "exp": end });
    for (scheme, claims) in [("Bearer", &bearer), ("GatewayLogin", &gateway)] {
        let answer = send(scheme, claims.clone()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.json()["username"], name.as_str());
    }
    for (scheme, claims, status, code) in [
        ("Bearer", json!({ "sub": "nobody" }), 401, "OBP-20202"),
        ("Bearer", json!({}), 401, "OBP-20202"),
        ("GatewayLogin", json!({}), 400, "OBP-20028"),
        ("GatewayLogin", json!({ "login_user_name": "nobody" }), 400, "OBP-20043"),
    ] {
        refused(&send(scheme, claims).await, status, code);
    }
    sandbox.advance(Duration::from_secs(300));
    refused(&send("Bearer", bearer).await, 401, "OBP-20202");
    refused(&send("GatewayLogin", gateway).await, 400, "OBP-20040");
}

#[tokio::test]
async fn forged_and_outlived_jwts_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    let (text, _) = valid.bearer_token.rsplit_once('.').unwrap();
    let claims = URL_SAFE_NO_PAD.encode(json!({ "sub": valid.username }).to_string());
    let none = format!("{}.{claims}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#));
    for token in ["x", &none, &format!("{text}.{}", URL_SAFE_NO_PAD.encode([7; 32]))] {
        let raw = Raw::new(sandbox.obp().base_url());
        let bearer = raw.authorization(format!("Bearer {token}"));
        refused(&bearer.get(SELF).await, 401, "OBP-20202");
        let raw = Raw::new(sandbox.obp().base_url());
        let gateway = raw.authorization(format!("GatewayLogin token=\"{token}\""));
        let answer = gateway.get(SELF).await;
        let code = if token.contains('.') && token != none { "OBP-20040" } else { "OBP-20041" };
        refused(&answer, 400, code);
        assert!(answer.headers.get("gatewaylogin").is_none());
    }

    // The ready-made bearer token is good until 2100.
    let late = chrono::DateTime::from_timestamp(4_102_444_800, 0).unwrap();
    let sandbox = Sandbox::builder().clock(Clock::Fixed(late)).start().await.unwrap();
    refused(&raw(&sandbox).get(SELF).await, 401, "OBP-20202");
}

#[tokio::test]
async fn six_failures_in_a_row_lock_somebody_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let valid = sandbox.obp().credentials();
    let (name, key) = (&valid.plain_username, &valid.consumer_key);
    let values = |password: &str| format!("username={name}, password={password}, consumer_key={key}");
    let status = format!("{V5}/users/{name}/lock-status");
    let admin = raw(&sandbox);
    for _ in 0..5 {
        let answer = login(&sandbox, "DirectLogin", &values("wrong")).await;
        refused(&answer, 401, "OBP-20004");
    }
    // A good login forgets them.
    let held = token(&sandbox, name, &valid.plain_password).await;
    let attempts = "bad_attempts_since_last_success_or_reset";
    assert_eq!(admin.get(&status).await.json()[attempts], 0);
    for _ in 0..6 {
        let answer = login(&sandbox, "DirectLogin", &values("wrong")).await;
        refused(&answer, 401, "OBP-20004");
    }
    assert_eq!(admin.get(&status).await.json()[attempts], 6);
    let right = values(&valid.plain_password);
    refused(&login(&sandbox, "DirectLogin", &right).await, 401, "OBP-20013");
    // Nor is the token that they have any good.
    refused(&with_token(&sandbox, &held).get(SELF).await, 401, "OBP-20013");
    let unlocked = admin.json(reqwest::Method::PUT, &status, serde_json::Value::Null).await;
    assert_eq!(unlocked.json()[attempts], 0);
    assert_eq!(login(&sandbox, "DirectLogin", &right).await.status, 201);
}
