//! What the specification does not allow, and how that is said.

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use super::raw;

#[tokio::test]
async fn what_is_wrong_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let good = json!({ "firstName": "Jo", "lastName": "Do", "emailAddress": "jo@example.org",
        "login": "jo@example.org", "type": "Personal" });
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let mut missing = good.clone();
    missing.as_object_mut().unwrap().remove("login");
    let one_role = json!([{ "scope": "default", "code": "x" }]);
    for (body, field, code) in [
        (missing, "login", 157),
        (with("firstName", json!("")), "firstName", 151),
        (with("lastName", json!(7)), "lastName", 151),
        (with("emailAddress", Value::Null), "emailAddress", 151),
        (with("type", json!("a b")), "type", 151),
        (with("roles", one_role), "roles.0.code", 151),
        (with("alternativeUserIds", json!({ "desk": 1 })), "alternativeUserIds.desk", 151),
        (json!([]), "", 151),
    ] {
        let answer = raw.json(Method::POST, "/api/users", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}");
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{body}: {problem}");
        assert!(problem["errors"][field].is_array(), "{field}: {problem}");
        assert_eq!(problem["status"], 400);
        assert!(problem["name"].is_string() && problem["errorDetails"][0]["detail"].is_string());
    }
    for (path, field) in [
        ("/api/users?page=1", "page"),
        ("/api/users?includeDeactivated=yes", "includeDeactivated"),
        ("/api/users/a%2Fb", "id"),
        ("/api/users/a.b", "id"),
    ] {
        let answer = raw.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.json()["errors"][field].is_array(), "{}", answer.body);
    }
    let long = "a".repeat(65);
    assert_eq!(raw.get(&format!("/api/users/{long}")).await.status, 400);
    let unknown = raw.get("/api/people").await;
    assert_eq!((unknown.status, &unknown.json()["code"]), (404, &json!(-1)));
}
