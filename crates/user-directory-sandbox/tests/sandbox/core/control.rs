//! The control API, journal, snapshots, determinism.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::{Clock, Sandbox};

use crate::raw::Raw;
use crate::sendauth::raw;

fn control(sandbox: &Sandbox) -> Raw {
    Raw::new(format!("http://{}/_sandbox", sandbox.address()))
}

#[tokio::test]
async fn everything_can_be_asked_over_http() {
    let sandbox = Sandbox::start().await.unwrap();
    let (control, raw) = (control(&sandbox), raw(&sandbox));
    assert_eq!(control.get("").await.json(), sandbox.announcement());

    let fault = json!({ "provider": "sendauth", "operation": "listUsers",
        "kind": { "status": { "code": 500, "retry_after": { "date_in": 3 } } } });
    assert_eq!(control.json(Method::POST, "/faults", fault).await.status, 204);
    assert_eq!(control.get("/faults").await.json()[0]["times"], 1);
    assert_eq!(raw.get("/api/v1/users?q=x").await.status, 500);
    for bad in [json!({ "kind": "nothing" }), json!({ "kind": "extra_field", "more": 1 }), json!([])] {
        let answer = control.json(Method::POST, "/faults", bad).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["error"].is_string());
    }

    let journal = control.get("/journal").await.json();
    assert_eq!(journal["counts"], json!({ "sendauth": { "listUsers": 1 } }));
    let entry = &journal["requests"][0];
    assert_eq!(
        (&entry["method"], &entry["path"], &entry["query"], &entry["status"]),
        (&json!("GET"), &json!("/api/v1/users"), &json!("q=x"), &json!(500))
    );
    assert!(!journal.to_string().contains("Basic "), "credentials are not kept");
    assert_eq!(control.json(Method::DELETE, "/journal", Value::Null).await.status, 204);
    assert!(sandbox.journal().is_empty());

    let before = sandbox.now();
    let moved = control.json(Method::POST, "/clock", json!({ "advance_seconds": 3600 })).await;
    assert_eq!(moved.status, 200);
    assert!((sandbox.now() - before).num_seconds() >= 3600);
    assert_eq!(control.json(Method::POST, "/clock", json!({ "advance_seconds": -1 })).await.status, 400);
    assert_eq!(control.get("/nothing").await.status, 404);
    assert_eq!(control.get("/sendauth/nothing").await.status, 404);
}

#[tokio::test]
async fn bodies_are_kept_only_if_asked_for() {
    for (kept, expected) in [(false, None), (true, Some("{\"firstName\":\"J\"}".to_owned()))] {
        let sandbox = Sandbox::builder().journal_bodies(kept).start().await.unwrap();
        raw(&sandbox).json(Method::POST, "/api/v1/users", json!({ "firstName": "J" })).await;
        assert_eq!(sandbox.journal()[0].body, expected);
        assert_eq!(sandbox.journal()[0].operation.as_deref(), Some("createUser"));
    }
}

#[tokio::test]
async fn snapshots_bring_everything_back() {
    let sandbox = Sandbox::start().await.unwrap();
    let (control, raw) = (control(&sandbox), raw(&sandbox));
    let first = raw.get("/api/v1/users").await.json();
    let id = first["rows"][3]["id"].as_str().unwrap().to_owned();
    let user = format!("/api/v1/users/{id}");
    let snapshot = sandbox.snapshot().unwrap();
    let over_http = control.get("/snapshot").await.json();

    raw.json(Method::DELETE, &user, Value::Null).await;
    assert_eq!(raw.get("/api/v1/users").await.json()["total"], 24);
    sandbox.restore(&snapshot).unwrap();
    assert_eq!(raw.get("/api/v1/users").await.json(), first);
    assert_eq!(sandbox.snapshot().unwrap(), snapshot);

    raw.json(Method::DELETE, &user, Value::Null).await;
    assert_eq!(control.json(Method::PUT, "/snapshot", over_http).await.status, 204);
    assert_eq!(raw.get("/api/v1/users").await.json(), first);

    raw.json(Method::DELETE, &user, Value::Null).await;
    assert_eq!(control.json(Method::POST, "/reset", Value::Null).await.status, 204);
    assert_eq!(raw.get("/api/v1/users").await.json(), first);
    assert_eq!(sandbox.count("sendauth", "deleteUser"), 0);

    let bad = control.json(Method::PUT, "/snapshot", json!({ "store": 1 })).await;
    assert_eq!(bad.status, 400);
    assert_eq!(raw.get("/api/v1/users").await.json(), first);

    // Another sandbox goes on from there: same people, same credentials, same chance.
    let other = Sandbox::builder().seed(9).snapshot(snapshot.clone()).start().await.unwrap();
    assert_eq!(other.sendauth().credentials(), sandbox.sendauth().credentials());
    assert_eq!(other.snapshot().unwrap(), snapshot);
}

#[tokio::test]
async fn the_same_seed_makes_the_same_world() {
    let at: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let run = async |seed| {
        let sandbox = Sandbox::builder().seed(seed).clock(Clock::Fixed(at)).start().await.unwrap();
        let raw = raw(&sandbox);
        sandbox.advance(Duration::from_secs(60));
        let body = json!({ "firstName": "Jo", "lastName": "Do" });
        let made = raw.json(Method::POST, "/api/v1/users", body).await.json();
        assert_eq!(made["createdAt"], "2026-01-05T09:01:00Z");
        (raw.get("/api/v1/users?perPage=100").await.body, sandbox.snapshot().unwrap())
    };
    let (first, again, other) = (run(7).await, run(7).await, run(8).await);
    assert_eq!(first.0, again.0);
    assert!(first.1 == again.1, "snapshots differ");
    assert_ne!(first.0, other.0);
}
