//! Getting tokens, and what becomes of them.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::ControlError;
use user_directory_sandbox::Sandbox;

use super::{acting, bearer, client, first, location, log_in, post, raw};
use crate::raw::Raw;

#[tokio::test]
async fn a_key_gets_a_token_that_must_not_be_stored() {
    let sandbox = Sandbox::start().await.unwrap();
    let demo = sandbox.velo().credentials();
    for query in ["", "?grant_type=client_credentials"] {
        let answer = log_in(&sandbox, query, &demo.key, &demo.secret).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["pragma"], "no-cache");
        let body = answer.json();
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("bearer"), &json!(1799)));
        let token = body["access_token"].as_str().unwrap();
        assert!(uuid::Uuid::parse_str(token).is_ok());
        assert_eq!(bearer(&sandbox, token).get("/v2/users/self").await.status, 200);
    }
    assert_eq!(sandbox.count("velo", "veloAuth"), 2);
}

#[tokio::test]
async fn wrong_keys_and_grants_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let demo = sandbox.velo().credentials();
    for (key, secret) in [("", ""), (&*demo.key, "x"), ("x", &*demo.secret)] {
        let answer = log_in(&sandbox, "", key, secret).await;
        assert_eq!(answer.status, 401);
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Basic"));
        assert_eq!(location(&answer), "");
    }
    let answer = log_in(&sandbox, "?grant_type=password", &demo.key, &demo.secret).await;
    assert_eq!((answer.status, location(&answer)), (400, "grant_type".to_owned()));
    for authorization in ["", "Bearer", "Bearer nonsense", "Basic eDp5"] {
        let raw = Raw::new(sandbox.velo().base_url()).authorization(authorization);
        let answer = raw.get("/v2/users").await;
        assert_eq!(answer.status, 401, "{authorization}");
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
        assert_eq!(location(&answer), "");
    }
}

#[tokio::test]
async fn a_token_that_expires_is_renewed_by_the_client() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox).await);
    client.get_self().send().await.unwrap();
    sandbox.advance(Duration::from_secs(1798));
    assert_eq!(raw.get("/v2/users/self").await.status, 200);
    sandbox.advance(Duration::from_secs(1));
    let answer = raw.get("/v2/users/self").await;
    assert_eq!(answer.status, 401);
    assert!(answer.body.contains("expired"), "{}", answer.body);
    // The client's own clock has not moved: it is told by the 401, and logs in again.
    let before = sandbox.count("velo", "veloAuth");
    client.get_self().send().await.unwrap();
    assert_eq!(sandbox.count("velo", "veloAuth"), before + 1);
}

#[tokio::test]
async fn tokens_end_with_what_lets_their_holder_in() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYOR&status=ENABLED", |user| user["lockedOut"] == false).await;
    let own = acting(&sandbox, &id);
    assert_eq!(own.get("/v2/users/self").await.json()["id"], id);

    post(&raw, &format!("/v2/users/{id}/disable"), Value::Null).await;
    assert_eq!(own.get("/v2/users/self").await.status, 401);
    assert_eq!(
        sandbox.velo().sign_in(&id),
        Err(ControlError::Conflict("the user is disabled, locked out or has not enrolled"))
    );

    post(&raw, &format!("/v2/users/{id}/enable"), Value::Null).await;
    assert_eq!(own.get("/v2/users/self").await.status, 401, "revoked is revoked");
    let again = acting(&sandbox, &id);
    assert_eq!(again.get("/v2/users/self").await.status, 200);

    sandbox.velo().lock_out(&id).unwrap();
    assert_eq!(again.get("/v2/users/self").await.status, 401);
    assert_eq!(
        sandbox.velo().sign_in(&id),
        Err(ControlError::Conflict("the user is disabled, locked out or has not enrolled"))
    );
    post(&raw, &format!("/v2/users/{id}/unlock"), Value::Null).await;
    let last = acting(&sandbox, &id);
    assert_eq!(last.get("/v2/users/self").await.status, 200);

    let path = format!("/v2/users/{id}");
    assert_eq!(raw.json(Method::DELETE, &path, Value::Null).await.status, 204);
    assert_eq!(last.get("/v2/users/self").await.status, 401);
    assert_eq!(sandbox.velo().sign_in(&id), Err(ControlError::NotFound("user")));
}

#[tokio::test]
async fn the_control_api_does_the_same_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let control = Raw::new(format!("http://{}/_sandbox/velo", sandbox.address()));
    let pending = first(&raw, "status=PENDING", |_| true).await;
    let at = |what: &str| format!("/users/{pending}/{what}");

    let tokens = control.get(&at("tokens")).await.json();
    assert!(tokens["INVITE_MFA_USER"].is_string());
    assert_eq!(post(&control, &at("sign-in"), Value::Null).await.status, 409);
    let password = json!({ "password": "correct horse battery" });
    assert_eq!(post(&control, &at("accept"), json!({ "x": 1 })).await.status, 400);
    assert_eq!(post(&control, &at("accept"), password).await.status, 204);
    assert_eq!(post(&control, &at("accept"), Value::Null).await.status, 409);

    let token = post(&control, &at("sign-in"), Value::Null).await.json();
    let own = bearer(&sandbox, token["access_token"].as_str().unwrap());
    let body = json!({ "oldPassword": "correct horse battery", "newPassword": "staple of the stable" });
    assert_eq!(post(&own, "/v2/users/self/password", body).await.status, 204);
    let mfa = json!({ "mfaType": own.get("/v2/users/self").await.json()["mfaType"] });
    assert_eq!(post(&own, "/v2/users/self/mfa/unregister", mfa.clone()).await.status, 204);
    assert_eq!(post(&own, "/v2/users/self/mfa/unregister", mfa.clone()).await.status, 400);
    assert_eq!(post(&control, &at("device"), Value::Null).await.status, 204);
    assert_eq!(post(&own, "/v2/users/self/mfa/unregister", mfa).await.status, 204);
    assert_eq!(post(&control, &at("lock"), Value::Null).await.status, 204);
    assert_eq!(own.get("/v2/users/self").await.status, 401);

    let sms = json!({ "smsNumber": "+12025550177" });
    assert_eq!(control.get("/codes/+12025550177").await.status, 404);
    assert_eq!(post(&raw, "/v2/users/registration/sms", sms).await.status, 204);
    let code = control.get("/codes/%2B12025550177").await.json();
    assert_eq!(code["code"].as_str(), sandbox.velo().texted_code("12025550177").as_deref());
    let nobody = "/users/31111860-6c8f-55ef-a00c-46b05c5eaba9/lock";
    assert_eq!(post(&control, nobody, Value::Null).await.status, 404);
}
