//! What tracing sees of every operation, logins included.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex, Once};

use crate::{Received, Reply, Server};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use user_directory_runtime::reqwest::Method;
use user_directory_runtime::{CallOptions, ClientBuilder, FixedHeader, RetryBudget, Secret};

use super::PLANTED;
use super::client::{self, Raw, Subject};
use super::dispatch::{self, CallError};
use super::recording::{self, Arguments};

/// Writes down every field of every span and event, at every level and of every target, for each thread by itself: a test
/// and its client run on one. There is one recorder for all tests, for what several decide is shared between threads.
struct Recorder;

thread_local! {
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Recorder {
    fn write(&self, metadata: &Metadata<'_>, record: impl FnOnce(&mut Fields<'_>)) {
        TEXT.with_borrow_mut(|text| {
            write!(text, "\n{} {}", metadata.target(), metadata.name()).unwrap();
            record(&mut Fields(text));
        });
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
        TEXT.with_borrow_mut(|text| values.record(&mut Fields(text)));
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
        cookie: map(&args.cookie),
        form: map(&args.form),
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

/// How a provider logs in, and what says that a login has ended.
#[derive(Clone, Copy, Debug)]
pub struct Login {
    /// Paths that are asked for tokens, each with status and body of the answer.
    pub paths: &'static [(&'static str, u16, &'static str)],
    /// Status and body of an answer that refuses credentials.
    pub refusal: (u16, &'static str),
}

/// No login at all.
pub const NO_LOGIN: Login = Login { paths: &[], refusal: (401, r#"{"error":"planted","message":"planted"}"#) };

/// The answer that a call is to get in the end.
struct Script {
    status: u16,
    body: String,
}

/// Answers logins with tokens, and other requests by turns: refused credentials, a passing failure, the answer.
fn answer(request: &Received, turn: &mut usize, login: Login, then: &Script) -> Reply {
    if let Some((_, status, body)) = login.paths.iter().find(|(path, ..)| *path == request.path()) {
        return Reply::json(*status, body);
    }
    *turn += 1;
    match *turn % 3 {
        1 => Reply::with(
            login.refusal.0,
            &["Content-Type: application/json", "Set-Cookie: planted", "Date: Sun, 06 Nov 1994 08:49:37 GMT"],
            login.refusal.1,
        ),
        2 => Reply::with(503, &["X-Request-Id: r-1"], "planted"),
        _ => Reply::with(then.status, &["Content-Type: application/json"], &then.body),
    }
}

pub async fn no_trace_holds_an_id_or_a_persons_data<S: Subject>() {
    let scheme = || FixedHeader::authorization(&Secret::from("s3cret value")).unwrap();
    calls_with::<S>(|builder, _| builder.authenticator(scheme()), NO_LOGIN).await;
}

/// Calls all operations with planted arguments and answers, by a client with these credentials, whose secrets begin with
/// `s3cret`, and checks what was recorded.
pub async fn calls_with<S: Subject>(
    credentials: impl FnOnce(ClientBuilder<S::Provider>, &str) -> ClientBuilder<S::Provider>,
    login: Login,
) {
    static RECORDING: Once = Once::new();
    RECORDING.call_once(|| tracing::subscriber::set_global_default(Recorder).unwrap());
    TEXT.take();
    let script = Arc::new(Mutex::new(Script { status: 200, body: String::new() }));
    let (answering, turn) = (Arc::clone(&script), Mutex::new(0));
    let server =
        Server::start(move |request, _| answer(request, &mut turn.lock().unwrap(), login, &answering.lock().unwrap()))
            .await;
    let planted_header = CallOptions::new().header("x-person", PLANTED);
    let builder = client::unauthorised::<S>(&server.url).retry_budget(RetryBudget::unlimited());
    let subject = S::new(credentials(builder, &server.url).build().unwrap()).with_options(planted_header);
    let mut sent = Vec::new();
    let mut calls = 0;
    for (id, args, success) in recorded::<S>() {
        let args = planted(&args);
        for value in args.path.values().chain(args.query.values()).chain(&args.body) {
            ids(value, &mut sent);
        }
        for (status, body) in [
            (200, success.map(|body| plant(&body).to_string()).unwrap_or_default()),
            (400, json!({"code": "planted-\n", "message": "planted", "error": "planted person"}).to_string()),
            (500, "<html>planted</html>".to_owned()),
            (200, "planted".to_owned()),
        ] {
            *script.lock().unwrap() = Script { status, body };
            calls += 1;
            dispatch::take_printed();
            let outcome = subject.call(&id, &args).await;
            let printed = dispatch::take_printed();
            assert_eq!(printed.len(), 1, "{id}");
            for text in printed.iter().flat_map(|text| text.lines()) {
                assert!(!text.contains(PLANTED), "{text}");
                assert!(!sent.iter().any(|id| text.contains(id.as_str())), "an id in {text}");
            }
            if let Err(CallError::Arguments(reason)) = outcome {
                panic!("{id}: {reason}");
            }
        }
    }
    let mut raw = Raw::new(Method::PUT, "/planted/path");
    raw.query = Some((PLANTED, &[PLANTED]));
    raw.json = Some(json!({"planted": PLANTED}));
    let _ = subject.request(raw).await;

    let text = TEXT.take();
    let krate = std::any::type_name::<S::Provider>().split("::").next().unwrap_or_default();
    let ours: Vec<&str> =
        text.lines().filter(|line| line.starts_with("user_directory_runtime") || line.starts_with(krate)).collect();
    let spans = ours.iter().filter(|line| line.contains("user_directory.call")).count();
    assert_eq!(spans, calls + 1, "one span per call");
    for line in &ours {
        assert!(!line.contains(PLANTED), "{line}");
        assert!(!sent.iter().any(|id| line.contains(id.as_str())), "an id in {line}");
    }
    // No trace has credentials, whoever writes it.
    for secret in ["s3cret", "planted-token", "planted-refresh"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // Otherwise the test would look at nothing.
    assert!(server.count() > 0 && ours.len() > server.count() / 2, "{} of {}", ours.len(), server.count());
}

/// Returns calls with all arguments, and what the provider answers.
fn recorded<S: Subject>() -> Vec<(String, Arguments, Option<Value>)> {
    match recording::read("full", client::name::<S>()) {
        Some(full) => {
            let answered = |call: &recording::Call| call.answered.as_ref().and_then(|answered| answered.body.clone());
            full.calls
                .iter()
                .map(|call| (call.plain_operation_id().to_owned(), call.args.clone(), answered(call)))
                .collect()
        }
        None => recording::calls::<S>().calls.into_iter().map(|(id, args)| (id, args, None)).collect(),
    }
}
