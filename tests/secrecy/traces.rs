//! What tracing sees of every operation of every provider, logins included.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use integration_tests::dispatch::{self, CallError};
use integration_tests::recording::{self, Arguments};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use user_directory_test_server::{Received, Reply, Server};

use crate::PLANTED;

/// Writes down every field of every span and event, at every level and of every target.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Recorder {
    fn write(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Fields<'_>)) {
        let mut text = self.0.lock().unwrap();
        write!(text, "\n{} {}", metadata.target(), metadata.name()).unwrap();
        record(&mut Fields(&mut text));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.write(attributes.metadata(), |fields| attributes.record(fields));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.0.lock().unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        self.write(event.metadata(), |fields| event.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Marks every text in a value, but for those that have to be an id or a time.
fn plant(value: &Value) -> Value {
    match value {
        Value::String(text) if uuid::Uuid::parse_str(text).is_ok() || is_time(text) => value.clone(),
        Value::String(text) => json!(format!("{PLANTED}-{text}")),
        Value::Array(items) => items.iter().map(plant).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), plant(value))).collect(),
        other => other.clone(),
    }
}

fn is_time(text: &str) -> bool {
    text.len() >= 10 && text.starts_with("20") && text.as_bytes().get(4) == Some(&b'-')
}

fn planted(args: &Arguments) -> Arguments {
    let map =
        |map: &serde_json::Map<String, Value>| map.iter().map(|(key, value)| (key.clone(), plant(value))).collect();
    Arguments {
        path: map(&args.path),
        query: map(&args.query),
        header: map(&args.header),
        body: args.body.as_ref().map(plant),
    }
}

/// Returns the ids among the arguments, which stay as they are.
fn ids(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if uuid::Uuid::parse_str(text).is_ok() => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| ids(item, found)),
        Value::Object(map) => map.values().for_each(|value| ids(value, found)),
        _ => {}
    }
}

/// Answers logins with tokens, and other requests by turns: refused credentials, a passing failure, the answer.
fn answer(request: &Received, turn: usize, then: &Script) -> Reply {
    match request.path() {
        "/v1/authenticate" | "/token" => Reply::json(
            200,
            r#"{"access_token":"planted-token","token_type":"bearer","expires_in":1799,"refresh_token":"planted-refresh"}"#,
        ),
        "/my/logins/direct" => Reply::json(201, r#"{"token":"planted-token"}"#),
        _ if turn.is_multiple_of(3) => Reply::with(
            then.expired.0,
            &["Content-Type: application/json", "Set-Cookie: planted", "Date: Sun, 06 Nov 1994 08:49:37 GMT"],
            then.expired.1,
        ),
        _ if turn % 3 == 1 => Reply::with(503, &["X-Request-Id: r-1"], "planted"),
        _ => Reply::with(then.status, &["Content-Type: application/json"], &then.body),
    }
}

struct Script {
    expired: (u16, &'static str),
    status: u16,
    body: String,
}

/// Calls all operations of a provider with planted arguments and answers, and checks what was recorded.
macro_rules! traced {
    ($krate:ident, $module:ident, $credentials:expr, $expired:expr, $recorder:expr) => {{
        let name = stringify!($module);
        let script = Arc::new(Mutex::new(Script { expired: $expired, status: 200, body: String::new() }));
        let answering = Arc::clone(&script);
        let turn = Arc::new(Mutex::new(0));
        let server = Server::start(move |request, _| {
            let mut turn = turn.lock().unwrap();
            let reply = answer(request, *turn, &answering.lock().unwrap());
            if !["/v1/authenticate", "/token", "/my/logins/direct"].contains(&request.path()) {
                *turn += 1;
            }
            reply
        })
        .await;
        let client = $krate::Client::builder()
            .base_url(&server.url)
            .credentials($credentials(&server.url))
            .retry(
                $krate::RetryPolicy::default()
                    .initial_delay(Duration::from_micros(1))
                    .max_delay(Duration::from_micros(1)),
            )
            .retry_budget($krate::RetryBudget::unlimited())
            .build()
            .unwrap();
        let client = client.with_options($krate::CallOptions::new().header(
            "x-person".parse().unwrap(),
            PLANTED.parse().unwrap(),
        ));
        let mut known = Vec::new();
        let mut calls = 0;
        for call in recording::read("full", name).calls {
            let args = planted(&call.args);
            for value in args.path.values().chain(args.query.values()).chain(&args.body) {
                ids(value, &mut known);
            }
            let success = call.answered.as_ref().and_then(|answered| answered.body.as_ref());
            for (status, body) in [
                (200, success.map(|body| plant(body).to_string()).unwrap_or_default()),
                (400, json!({"code": "planted-\n", "message": "planted", "error": "planted"}).to_string()),
                (500, "<html>planted</html>".to_owned()),
                (200, "planted".to_owned()),
            ] {
                {
                    let mut script = script.lock().unwrap();
                    script.status = status;
                    script.body = body;
                }
                calls += 1;
                dispatch::take_printed();
                let outcome = dispatch::$module::call(&client, call.plain_operation_id(), &args).await;
                let printed = dispatch::take_printed();
                assert_eq!(printed.len(), 1, "{name} {}", call.operation_id);
                for text in printed.iter().flat_map(|text| text.lines()) {
                    assert!(!text.contains(PLANTED), "{name}: {text}");
                    for id in &known {
                        assert!(!text.contains(id.as_str()), "{name}: {id} in {text}");
                    }
                }
                if let Err(CallError::Arguments(reason)) = outcome {
                    panic!("{name} {}: {reason}", call.operation_id);
                }
            }
        }
        let raw = client
            .request($krate::Method::PUT, "/planted/path")
            .query("planted", "planted")
            .json(&json!({"planted": "planted"}));
        assert!(!format!("{raw:?}").contains(PLANTED));
        let _ = raw.send().await;
        let text = std::mem::take(&mut *$recorder.0.lock().unwrap());
        let ours: Vec<&str> = text
            .lines()
            .filter(|line| {
                line.starts_with("user_directory_runtime") || line.starts_with(concat!(stringify!($krate)))
            })
            .collect();
        let spans = ours.iter().filter(|line| line.contains("user_directory.call")).count();
        assert_eq!(spans, calls + 1, "{name}: one span per call");
        for line in &ours {
            assert!(!line.contains(PLANTED), "{name}: {line}");
            for id in &known {
                assert!(!line.contains(id.as_str()), "{name}: {id} in {line}");
            }
        }
        // Credentials stand in no trace at all, whoever writes it.
        for secret in ["s3cret", "planted-token", "planted-refresh"] {
            assert!(!text.contains(secret), "{name}: {secret} in {text}");
        }
        (server.count(), ours.len())
    }};
}

#[tokio::test]
async fn no_trace_holds_a_secret_an_id_or_a_persons_data() {
    let recorder = Recorder::default();
    // Of this thread alone: other tests make calls at the same time. The runtime of this one has no other thread.
    let _recording = tracing::subscriber::set_default(recorder.clone());
    let refused = (401, r#"{"error":"planted","message":"planted"}"#);
    let counts = [
        traced!(
            velo_users,
            velo,
            |_: &str| velo_users::Credentials::client_credentials("s3cret-key", "s3cret-secret"),
            refused,
            recorder
        ),
        traced!(
            sendauth_users,
            sendauth,
            |_: &str| sendauth_users::Credentials::basic("s3cret-user", "s3cret-password"),
            refused,
            recorder
        ),
        traced!(
            finbourne_users,
            finbourne,
            |url: &str| finbourne_users::Credentials::password(finbourne_users::PasswordGrant::new(
                format!("{url}/token"),
                "s3cret-id",
                "s3cret-secret",
                "s3cret-user",
                "s3cret-password"
            )),
            refused,
            recorder
        ),
        traced!(
            obp_users,
            obp,
            |_: &str| obp_users::Credentials::direct_login(obp_users::DirectLogin::new(
                "s3cret-user",
                "s3cret-password",
                "s3cretkey"
            )),
            (400, r#"{"code":400,"message":"OBP-20003: planted"}"#),
            recorder
        ),
        traced!(
            saasus_users,
            saasus,
            |_: &str| saasus_users::Credentials::api_key("s3cret-id", "s3cret-key", "s3cret-secret"),
            refused,
            recorder
        ),
    ];
    for (requests, lines) in counts {
        // Otherwise the test would look at nothing.
        assert!(requests > 0 && lines > requests / 2, "{counts:?}");
    }
}
