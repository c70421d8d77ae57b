//! What the specification does not allow.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{call, kind};

#[tokio::test]
async fn fields_and_parameters_are_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let id = sandbox.saasus().credentials().user_id;
    let at = |what: &str| format!("/users/{id}/{what}");
    for (method, path, body, named) in [
        (Method::POST, "/users".to_owned(), json!({}), "field email: is missing"),
        (Method::POST, "/users".to_owned(), json!({ "email": "a@b.c" }), "field password: is missing"),
        (Method::POST, "/users".to_owned(), json!({ "email": 1, "password": "x" }), "field email:"),
        (Method::POST, "/users".to_owned(), json!([]), "body:"),
        (Method::PATCH, at("mfa/preference"), json!({ "enabled": "yes" }), "field enabled:"),
        (Method::PATCH, at("mfa/preference"), json!({ "enabled": true, "method": "sms" }), "field method:"),
        (Method::PUT, at("mfa/software-token"), json!({ "access_token": "x" }), "field verification_code: is missing"),
        (
            Method::PATCH,
            "/aws-marketplace/link".to_owned(),
            json!({ "tenant_id": "x" }),
            "field access_token: is missing",
        ),
        (Method::GET, "/users?page=2".to_owned(), Value::Null, "query parameter page:"),
    ] {
        let answer = call(&sandbox, method, &path, body).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.body);
        assert_eq!(kind(&answer), "invalid_parameter");
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(named), "{path}: {message}");
    }
}

#[tokio::test]
async fn what_is_no_operation_is_refused_in_the_same_shape() {
    let sandbox = Sandbox::start().await.unwrap();
    for (method, path, status, expected) in
        [(Method::GET, "/tenants", 404, "not_found"), (Method::PUT, "/users", 405, "method_not_allowed")]
    {
        let answer = call(&sandbox, method, path, Value::Null).await;
        assert_eq!((answer.status, kind(&answer)), (status, expected.to_owned()));
    }
}
