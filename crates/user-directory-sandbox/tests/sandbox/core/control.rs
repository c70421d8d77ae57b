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

/// Returns the pointers of all instants in a snapshot.
fn instants(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| instants(value, &format!("{pointer}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| instants(item, &format!("{pointer}/{index}"), found));
        }
        Value::String(text) if text.parse::<chrono::DateTime<chrono::Utc>>().is_ok() => found.push(pointer.to_owned()),
        _ => {}
    }
}

#[tokio::test]
async fn a_snapshot_with_an_instant_out_of_bounds_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let (control, raw) = (control(&sandbox), raw(&sandbox));
    // A transaction, a code, a mail and a token are in the snapshot as well.
    let rows = raw.get("/api/v1/users?perPage=100").await.json();
    let mut without = rows["rows"].as_array().unwrap().iter().filter(|user| user["hasPasskeys"] == false);
    let id = without.next().unwrap()["id"].as_str().unwrap();
    let register = raw.json(Method::POST, &format!("/api/v1/users/{id}/register"), json!({})).await;
    assert_eq!(register.status, 201, "{}", register.body);
    let velo = crate::velo::raw(&sandbox).await;
    let number = json!({ "smsNumber": "+12025550123" });
    let texted = velo.json(Method::POST, "/v2/users/registration/sms", number).await;
    assert_eq!(texted.status, 204, "{}", texted.body);
    let signed_up =
        crate::saasus::call(&sandbox, Method::POST, "/sign-up", json!({ "email": "new@example.org" })).await;
    assert_eq!(signed_up.status, 201);

    let snapshot: Value = serde_json::from_slice(sandbox.snapshot().unwrap().as_json()).unwrap();
    let mut found = Vec::new();
    instants(&snapshot, "", &mut found);
    // What a provider keeps as it was shown is a string like any other.
    let shown = ["insert_date", "time_stamp", "createdAt"];
    let name =
        |pointer: &str| pointer.split('/').filter(|part| part.parse::<u32>().is_err()).collect::<Vec<_>>().join("/");
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|pointer| !shown.iter().any(|name| pointer.ends_with(name)) && seen.insert(name(pointer)));
    assert!(seen.len() >= 14, "{seen:?}");
    for pointer in found {
        for instant in ["+262142-12-31T23:59:59Z", "-262143-01-01T00:00:00Z"] {
            let mut broken = snapshot.clone();
            *broken.pointer_mut(&pointer).unwrap() = json!(instant);
            let refused = control.json(Method::PUT, "/snapshot", broken).await;
            assert_eq!(refused.status, 400, "{pointer}");
            assert!(refused.body.contains("is not within the years 0 to 9999"), "{pointer}: {}", refused.body);
        }
    }
    assert_eq!(control.json(Method::PUT, "/snapshot", snapshot).await.status, 204);
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
