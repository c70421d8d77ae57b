//! What the specification does not allow.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{first, invitation, location, post, raw};

#[tokio::test]
async fn fields_are_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    let id = first(&raw, "type=PAYOR", |_| true).await;
    let with = |field: &str, value: Value| {
        let mut body = invitation("x@example.org");
        body[field] = value;
        body
    };
    let without = |field: &str| {
        let mut body = invitation("x@example.org");
        body.as_object_mut().unwrap().remove(field);
        body
    };
    let invite = "/v2/users/invite".to_owned();
    for (path, body, field) in [
        (invite.clone(), without("email"), "email"),
        (invite.clone(), without("roles"), "roles"),
        (invite.clone(), with("email", json!("nobody")), "email"),
        (invite.clone(), with("mfaType", json!("FAX")), "mfaType"),
        (invite.clone(), with("mfaType", Value::Null), "mfaType"),
        (invite.clone(), with("roles", json!("payor.admin")), "roles"),
        (invite.clone(), with("roles", json!([1])), "roles.0"),
        (invite.clone(), with("firstName", json!("")), "firstName"),
        (invite.clone(), with("entityId", json!("42")), "entityId"),
        (invite.clone(), with("verificationCode", json!("12345")), "verificationCode"),
        (invite, json!([]), ""),
        (format!("/v2/users/{id}/tokens"), json!({ "tokenType": "X" }), "tokenType"),
        (format!("/v2/users/{id}/mfa/unregister"), json!({ "mfaType": "SMS" }), "mfaType"),
        (format!("/v2/users/{id}/userDetailsUpdate"), json!({ "lastName": 1 }), "lastName"),
        ("/v2/users/self/password/validate".to_owned(), json!({ "password": "short" }), "password"),
    ] {
        let answer = post(&raw, &path, body.clone()).await;
        assert_eq!(answer.status, 400, "{path} {body}: {}", answer.body);
        assert_eq!(location(&answer), field, "{path} {body}");
        let error = &answer.json()["errors"][0];
        assert_eq!(error["locationType"], "requestBody");
        assert_eq!(error["reasonCode"], "validationError");
    }
    let answer = post(&raw, "/v2/users/invite", Value::Null).await;
    assert_eq!(answer.status, 400);
    let answer = post(&raw, "/v2/users/invite", json!({ "email": 1, "roles": 2 })).await;
    let errors = answer.json()["errors"].as_array().unwrap().len();
    assert!(errors >= 5, "everything is named at once: {}", answer.body);
}

#[tokio::test]
async fn parameters_are_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    for (query, name) in [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=2147483648", "page"),
        ("pageSize=101", "pageSize"),
        ("pageSize=0", "pageSize"),
        ("type=KING", "type"),
        ("status=enabled", "status"),
        ("entityId=42", "entityId"),
        ("sort=age:asc", "sort"),
        ("sort=email:up", "sort"),
        ("perPage=2", "perPage"),
        ("page=1&page=2", "page"),
    ] {
        let answer = raw.get(&format!("/v2/users?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
        assert_eq!(location(&answer), name, "{query}");
        assert_eq!(answer.json()["errors"][0]["locationType"], "queryParam");
    }
    let answer = raw.get("/v2/users/42").await;
    assert_eq!((answer.status, location(&answer)), (400, "userId".to_owned()));
    assert_eq!(answer.json()["errors"][0]["locationType"], "pathParam");
}

#[tokio::test]
async fn what_is_no_operation_is_refused_in_the_same_shape() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox).await;
    for (method, path, status) in
        [(Method::GET, "/v2/payors", 404), (Method::PUT, "/v2/users", 405), (Method::GET, "/v1/authenticate", 404)]
    {
        let answer = raw.json(method, path, Value::Null).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(location(&answer), "");
    }
    let (first, second) = (raw.get("/v2/users/42").await.json(), raw.get("/v2/users/42").await.json());
    assert_ne!(first["correlationId"], second["correlationId"]);
}
