//! Every kind of fault, asked for over HTTP, at every provider.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::Sandbox;

use crate::five::{Api, apis};
use crate::raw::Raw;

/// What a client sees of a call.
enum Seen {
    Answer(u16, String),
    /// The connection ended before the answer did; the status if it came.
    Broken(Option<u16>),
}

async fn see(api: &Api<'_>, second: bool) -> Seen {
    let request = api.raw.request(Method::GET, &api.page(second));
    match api.finish(request).send().await {
        Err(_) => Seen::Broken(None),
        Ok(response) => {
            let status = response.status().as_u16();
            match response.text().await {
                Ok(body) => Seen::Answer(status, body),
                Err(_) => Seen::Broken(Some(status)),
            }
        }
    }
}

async fn good(api: &Api<'_>, second: bool) -> Value {
    match see(api, second).await {
        Seen::Answer(200, body) => serde_json::from_str(&body).unwrap(),
        _ => panic!("{}: no good answer", api.name),
    }
}

#[tokio::test]
async fn every_kind_happens_at_every_provider() {
    let sandbox = Sandbox::start().await.unwrap();
    let control = Raw::new(format!("http://{}/_sandbox", sandbox.address()));
    let mut happened = 0;
    for api in apis(&sandbox).await {
        let ask = async |kind: &Value| {
            let fault = json!({ "provider": api.name, "operation": api.list.0, "kind": kind });
            control.json(Method::POST, "/faults", fault).await
        };
        for kind in [
            json!({ "status": { "code": 503, "retry_after": { "seconds": 1 } } }),
            json!({ "status": { "code": 429, "retry_after": { "date_in": 5 } } }),
            json!({ "delay": { "milliseconds": 60 } }),
            json!({ "reset": "before_handling" }),
            json!({ "reset": "before_answer" }),
            json!({ "reset": "in_body" }),
            json!("truncated_body"),
            json!("invalid_json"),
            json!("unknown_enum_value"),
            json!("missing_field"),
            json!("extra_field"),
            json!("duplicate_page"),
            json!({ "list_changes": "insert" }),
            json!({ "list_changes": "remove" }),
        ] {
            let whole = good(&api, false).await;
            let asked = ask(&kind).await;
            let about = format!("{} {kind}", api.name);
            if asked.status == 400 {
                // Nothing of the sort is in the answer, and so nobody waits for it.
                let error = asked.json()["error"].as_str().unwrap().to_owned();
                assert!(error.contains("nothing to which"), "{about}: {error}");
                let absent = match kind.as_str() {
                    Some("duplicate_page") => ["finbourne", "saasus"].contains(&api.name),
                    Some("unknown_enum_value" | "missing_field") => true,
                    _ => false,
                };
                assert!(absent, "{about} is refused");
                continue;
            }
            assert_eq!(asked.status, 204, "{about}: {}", asked.body);
            happened += 1;
            let name = kind.as_object().and_then(|kind| kind.keys().next());
            let begin = Instant::now();
            let seen = see(&api, kind == "duplicate_page").await;
            match (name.map(String::as_str).or(kind.as_str()).unwrap(), seen) {
                ("status", Seen::Answer(status, body)) => {
                    assert_eq!(kind["status"]["code"], status, "{about}");
                    assert!(api.is_error(&serde_json::from_str(&body).unwrap()), "{about}: {body}");
                }
                ("delay", Seen::Answer(200, _)) => {
                    assert!(begin.elapsed() >= Duration::from_millis(60), "{about}");
                }
                ("reset", Seen::Broken(status)) => {
                    assert_eq!(status.is_some(), kind["reset"] == "in_body", "{about}");
                }
                ("truncated_body", Seen::Broken(Some(200))) => {}
                ("invalid_json", Seen::Answer(200, body)) => {
                    assert!(serde_json::from_str::<Value>(&body).is_err(), "{about}");
                }
                ("unknown_enum_value", Seen::Answer(200, body)) => {
                    assert!(body.contains("SANDBOX_UNKNOWN_VALUE"), "{about}");
                }
                ("extra_field", Seen::Answer(200, body)) => {
                    assert!(body.contains("sandboxExtraField"), "{about}");
                }
                ("missing_field", Seen::Answer(200, body)) => {
                    assert!(body.len() < whole.to_string().len(), "{about}");
                }
                ("duplicate_page", Seen::Answer(200, body)) => {
                    let body: Value = serde_json::from_str(&body).unwrap();
                    assert_eq!(body, whole, "{about}");
                    assert_ne!(good(&api, true).await, whole, "{about}");
                }
                ("list_changes", Seen::Answer(200, body)) => {
                    let body: Value = serde_json::from_str(&body).unwrap();
                    assert_eq!(body, whole, "{about}: the change comes after the page");
                    let after = [good(&api, false).await, last(&api).await];
                    assert!(after[0] != whole || kind["list_changes"] == "insert", "{about}");
                    assert_ne!(after[1], Value::Null, "{about}");
                }
                (_, Seen::Answer(status, body)) => panic!("{about}: {status} {body}"),
                (_, Seen::Broken(status)) => panic!("{about}: broken, {status:?}"),
            }
            assert_eq!(control.get("/faults").await.json(), json!([]), "{about} is over");
        }
    }
    // 14 kinds at 5 providers, less what cannot happen.
    assert!(happened >= 60, "{happened}");
}

/// Returns all users, as far as one answer holds them.
async fn last(api: &Api<'_>) -> Value {
    let target = match api.name {
        "velo" => "/v2/users?pageSize=100",
        "sendauth" => "/api/v1/users?perPage=100",
        "obp" => "/obp/v5.0.0/users?limit=100",
        _ => api.list.1,
    };
    api.send(api.raw.request(Method::GET, target)).await.json()
}

#[tokio::test]
async fn lists_get_longer_and_shorter() {
    let sandbox = Sandbox::start().await.unwrap();
    let control = Raw::new(format!("http://{}/_sandbox", sandbox.address()));
    for api in apis(&sandbox).await {
        let count = async || {
            let body = last(&api).await;
            let rows = match api.name {
                "velo" => &body["content"],
                "sendauth" => &body["rows"],
                "finbourne" => &body,
                _ => &body["users"],
            };
            rows.as_array().unwrap().len()
        };
        let before = count().await;
        for (change, expected) in [("insert", before + 1), ("remove", before)] {
            let fault = json!({ "provider": api.name, "operation": api.list.0,
                "kind": { "list_changes": change } });
            assert_eq!(control.json(Method::POST, "/faults", fault).await.status, 204);
            api.list().await;
            assert_eq!(count().await, expected, "{} {change}", api.name);
        }
    }
}
