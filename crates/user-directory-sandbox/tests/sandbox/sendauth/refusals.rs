//! What is refused, and how.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::{client, nth, raw};
use crate::raw::Raw;

const SOMEBODY: &str = "31111860-6c8f-55ef-a00c-46b05c5eaba9";

#[tokio::test]
async fn wrong_credentials_are_a_401_that_says_the_scheme() {
    let sandbox = Sandbox::start().await.unwrap();
    let base = sandbox.sendauth().base_url();
    for authorization in ["", "Basic", "Basic eDp5", "Bearer token", "Basic !!!"] {
        let raw = Raw::new(&base).authorization(authorization);
        let answer = raw.get("/api/v1/users").await;
        assert_eq!(answer.status, 401, "{authorization}");
        assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Basic realm="));
        assert!(answer.json()["error"].is_string());
    }
}

#[tokio::test]
async fn what_the_specification_forbids_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let name = json!({ "firstName": "Jo", "lastName": "Do" });
    let with = |field: &str, value: Value| {
        let mut body = name.clone();
        body[field] = value;
        body
    };
    let bodies = [
        (json!({ "lastName": "Do" }), "firstName"),
        (with("firstName", json!("J")), "firstName"),
        (with("email", json!("nobody")), "email"),
        (with("role", json!("king")), "role"),
        (with("permissions", json!("all")), "permissions"),
        (with("permissionGroups", json!(["x"])), "permissionGroups.0"),
        (with("company", json!({ "name": "x" })), "company.name"),
        (json!([]), ""),
    ];
    for (body, field) in bodies {
        let answer = raw.json(Method::POST, "/api/v1/users", body.clone()).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
        assert_eq!(answer.json()["field"], field, "{body}");
        assert!(answer.json()["error"].is_string());
    }
    let queries = [
        ("page=0", "page"),
        ("page=x", "page"),
        ("perPage=101", "perPage"),
        ("sortDir=up", "sortDir"),
        ("page=1&page=2", "page"),
        ("pageSize=3", "pageSize"),
        ("q=%FF", "q"),
    ];
    for (query, named) in queries {
        let answer = raw.get(&format!("/api/v1/users?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
        let details = answer.json()["details"].to_string();
        assert!(details.contains(&format!("query parameter {named}:")), "{query}: {details}");
    }
    let answer = raw.get("/api/v1/users/42").await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["details"].to_string().contains("path parameter userID"));
    let answer = raw.json(Method::PUT, &format!("/api/v1/users/{SOMEBODY}/tags"), json!({ "tags": { "a": 1 } })).await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["details"].to_string().contains("field tags.a:"), "{}", answer.body);
}

#[tokio::test]
async fn unknown_people_are_a_404_everywhere() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let name = json!({ "firstName": "Jo", "lastName": "Do" });
    let user = format!("/api/v1/users/{SOMEBODY}");
    let deleted = format!("/api/v1/users/deleted/{SOMEBODY}");
    for (method, path, body) in [
        (Method::GET, user.clone(), Value::Null),
        (Method::PUT, user.clone(), name),
        (Method::DELETE, user.clone(), Value::Null),
        (Method::PUT, deleted.clone(), Value::Null),
        (Method::DELETE, deleted, Value::Null),
        (Method::GET, format!("{user}/audits"), Value::Null),
        (Method::GET, format!("{user}/transactions"), Value::Null),
        (Method::POST, format!("{user}/authenticate"), Value::Null),
        (Method::POST, format!("{user}/register"), Value::Null),
        (Method::DELETE, format!("{user}/passkey"), Value::Null),
        (Method::PUT, format!("{user}/tags"), Value::Null),
    ] {
        let answer = raw.json(method.clone(), &path, body).await;
        assert_eq!(answer.status, 404, "{method} {path}: {}", answer.body);
        assert_eq!(answer.json()["error"], "there is no such user");
    }
}

#[tokio::test]
async fn callers_cannot_delete_themselves_nor_overstep() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox));
    let (caller, other) = (nth(&client, 0).await, nth(&client, 1).await);
    let path = format!("/api/v1/users/{caller}");
    assert_eq!(raw.json(Method::DELETE, &path, Value::Null).await.status, 403);

    // Somebody who makes themselves a plain user may no longer write, and may still read.
    let body = json!({ "firstName": "Only", "lastName": "User", "role": "user" });
    assert_eq!(raw.json(Method::PUT, &path, body.clone()).await.status, 200);
    assert_eq!(raw.json(Method::POST, "/api/v1/users", body).await.status, 403);
    assert_eq!(raw.json(Method::DELETE, &format!("/api/v1/users/{other}"), Value::Null).await.status, 403);
    assert_eq!(raw.get(&path).await.status, 200);
}

#[tokio::test]
async fn a_taken_address_is_a_422_that_names_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, raw) = (client(&sandbox), raw(&sandbox));
    let (first, second) = (nth(&client, 0).await, nth(&client, 1).await);
    let taken = client.get_user(first).send().await.unwrap().email.clone().unwrap();
    let body = json!({ "firstName": "Jo", "lastName": "Do", "email": taken.to_uppercase() });
    for (method, path) in [(Method::POST, "/api/v1/users".to_owned()), (Method::PUT, format!("/api/v1/users/{second}"))]
    {
        let answer = raw.json(method, &path, body.clone()).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.json()["field"], "email");
        assert_eq!(answer.json()["value"], taken.to_uppercase());
    }
    // One's own is not taken, in whatever case.
    let own = raw.json(Method::PUT, &format!("/api/v1/users/{first}"), body).await;
    assert_eq!(own.status, 200, "{}", own.body);
}
