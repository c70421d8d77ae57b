//! What users of traces and hooks see, and what they must not see.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use http::{HeaderName, HeaderValue};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use user_directory_runtime::{AttemptOutcome, CallOptions, Interceptor, OAuth2, RequestHead, TokenAuth};

use crate::support::{Reply, Server, builder};

/// Keeps the fields of every span, by the order in which spans were made, and all text of events with the names of the
/// spans that are open.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<(Vec<Span>, String)>>, Arc<Mutex<Vec<&'static str>>>);

#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    fields: BTreeMap<String, String>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = BTreeMap::new();
        attributes.record(&mut Fields(&mut fields));
        let name = attributes.metadata().name();
        let spans = &mut self.0.lock().unwrap().0;
        spans.push(Span { name, fields });
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let spans = &mut self.0.lock().unwrap().0;
        values.record(&mut Fields(&mut spans[id.into_u64() as usize - 1].fields));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        let (metadata, open) = (event.metadata(), self.1.lock().unwrap().clone());
        writeln!(self.0.lock().unwrap().1, "{} {} {fields:?} in {open:?}", metadata.level(), metadata.target())
            .unwrap();
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, id: &Id) {
        let name = self.0.lock().unwrap().0[id.into_u64() as usize - 1].name;
        self.1.lock().unwrap().push(name);
    }
    fn exit(&self, _: &Id) {
        self.1.lock().unwrap().pop();
    }
}

impl Recorder {
    fn spans(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let recorded = self.0.lock().unwrap();
        let spans = recorded.0.iter().filter(|span| span.name == name);
        spans.map(|span| span.fields.clone()).collect()
    }

    fn text(&self) -> String {
        format!("{:?}", self.0.lock().unwrap())
    }
}

#[tokio::test]
async fn spans_have_the_conventional_names() {
    let server = Server::sequence([|| Reply::status(503), Reply::ok]).await;
    let recorder = Recorder::default();
    let client = builder(&server.url).build().unwrap();
    client.get_user("1").with_subscriber(recorder.clone()).await.unwrap();
    let [call] = recorder.spans("user_directory.call").try_into().unwrap();
    for (name, value) in [
        ("http.request.method", "GET"),
        ("url.template", "/users/{id}"),
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "1"),
        ("user_directory.operation", "getUser"),
        ("user_directory.provider", "acme"),
    ] {
        assert_eq!(call[name], value, "{name}");
    }
    assert!(!call.contains_key("error.type"));
    let [first, second] = recorder.spans("user_directory.attempt").try_into().unwrap();
    assert_eq!((first["http.response.status_code"].as_str(), first["error.type"].as_str()), ("503", "503"));
    assert!(!first.contains_key("http.request.resend_count"));
    assert_eq!(second["http.response.status_code"], "200");
    assert_eq!(second["http.request.resend_count"], "1");
    assert_eq!(second["otel.name"], "GET /users/{id}");
    assert_eq!(second["server.address"], "127.0.0.1");
}

#[tokio::test]
async fn a_failure_without_answer_has_a_type() {
    let server = Server::start(|_, _| Reply::reset()).await;
    let recorder = Recorder::default();
    let client = builder(&server.url).build().unwrap();
    client.create_user("Ada").with_subscriber(recorder.clone()).await.unwrap_err();
    let call = &recorder.spans("user_directory.call")[0];
    assert_eq!(call["error.type"], "transport");
    assert!(!call.contains_key("http.request.resend_count"), "it was sent once");
    let log = recorder.0.lock().unwrap().1.clone();
    let warnings: Vec<_> = log.lines().filter(|line| line.starts_with("WARN")).collect();
    let [warning] = warnings.try_into().unwrap();
    assert!(warning.contains("createUser: the connection broke"), "{warning}");
    assert!(warning.contains("\"outcome_unknown\": \"true\""), "{warning}");
    assert!(warning.ends_with("in [\"user_directory.call\"]"), "{warning}");
}

#[tokio::test]
async fn traces_hold_no_secrets_ids_or_search_terms() {
    let server = Server::start(|request, index| match (request.path(), index) {
        ("/token", 0) => Reply::with(503, &["Set-Cookie: cook1e"], "b0dy"),
        ("/token", _) => Reply::json(200, r#"{"access_token":"t0ken","refresh_token":"refr3sh"}"#),
        (_, 2) => Reply::json(401, r#"{"code":"E","message":"b0dy"}"#),
        _ => Reply::json(200, r#"{"id":"b0dy","name":"b0dy"}"#),
    })
    .await;
    let recorder = Recorder::default();
    let source = OAuth2::password("/token", "client", "s3cret", "us3r", "hunter2").unwrap();
    let client = builder(&server.url).authenticator(TokenAuth::new(source)).build().unwrap();
    let client = client
        .with_options(CallOptions::new().header(HeaderName::from_static("x-person"), HeaderValue::from_static("b0dy")));
    let calls = async {
        client.get_user("1d-of-ada").await.unwrap();
        client.create_user("n4me-of-ada").await.unwrap();
        client.request(http::Method::GET, "/x/1d-of-ada").send().await.unwrap();
    };
    calls.with_subscriber(recorder.clone()).await;
    let text = recorder.text();
    assert!(text.contains("user_directory.attempt") && text.contains("expired"), "{text}");
    for planted in ["t0ken", "refr3sh", "s3cret", "us3r", "hunter2", "cook1e", "b0dy", "1d-of-ada", "n4me", "needle"] {
        assert!(!text.contains(planted), "{planted} in {text}");
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Interceptor for Log {
    fn before_attempt(&self, head: &mut RequestHead<'_>) {
        head.headers.insert("x-attempt", HeaderValue::from(head.attempt));
        let line = format!("{} {} {}", head.operation.id, head.method, head.url.path());
        self.0.lock().unwrap().push(line);
    }

    fn after_attempt(&self, outcome: &AttemptOutcome<'_>) {
        let id = outcome.headers.and_then(|headers| headers.get("x-request-id"));
        let status = outcome.status.map(|status| status.as_u16());
        let line = format!("{} {status:?} {:?} {id:?}", outcome.attempt, outcome.error);
        self.0.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn interceptors_see_and_mark_every_attempt() {
    let server =
        Server::sequence([|| Reply::with(503, &["X-Request-Id: r-1"], ""), Reply::reset, || Reply::ok()]).await;
    let log = Log::default();
    let client = builder(&server.url)
        .interceptor(log.clone())
        .header(HeaderName::from_static("x-app"), HeaderValue::from_static("a"))
        .user_agent("shop/2.0")
        .build()
        .unwrap();
    client.get_user("1").await.unwrap();
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            "getUser GET /users/1",
            "1 Some(503) Some(Api) Some(\"r-1\")",
            "getUser GET /users/1",
            "2 None Some(Transport) None",
            "getUser GET /users/1",
            "3 Some(200) None None",
        ]
    );
    for (index, request) in server.received().iter().enumerate() {
        assert_eq!(request.header("x-attempt"), Some((index + 1).to_string().as_str()));
        assert_eq!(request.header("x-app"), Some("a"));
        assert_eq!(request.header("user-agent"), Some("shop/2.0 acme-users/1.2.3"));
    }
}
