//! The sandbox as a server: its own pages, who may use it, its limits in time.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use user_directory_sandbox::{Clock, Fault, FaultKind, RetryAfter, Sandbox};

use crate::five::apis;
use crate::raw::Raw;

fn root(sandbox: &Sandbox) -> Raw {
    Raw::new(format!("http://{}", sandbox.address()))
}

#[tokio::test]
async fn it_shows_itself() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = root(&sandbox);
    assert_eq!(raw.get("/health").await.json(), json!({ "status": "ok" }));
    let page = raw.get("/").await;
    assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    // It works offline: nothing is loaded from elsewhere, and the policy forbids it.
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    assert!(!page.body.contains("http://") && !page.body.contains("https://"));
    // Each path that it reads exists.
    let read: Vec<_> = page.body.split("get(\"").skip(1).filter_map(|rest| rest.split_once('"')).collect();
    assert_eq!(read.len(), 3, "{read:?}");
    for (path, _) in read {
        assert_eq!(raw.get(&format!("/_sandbox{path}")).await.status, 200, "{path}");
    }
    for _ in 0..3 {
        raw.get("/velo/v2/users").await;
    }
    let requests = |answer: Value| answer["requests"].as_array().unwrap().clone();
    let all = requests(raw.get("/_sandbox/journal").await.json());
    for (last, from) in [("0", 3), ("2", 1), ("100", 0)] {
        let listed = requests(raw.get(&format!("/_sandbox/journal?last={last}")).await.json());
        assert_eq!(listed, all[from..], "{last}");
    }
    assert_eq!(requests(raw.get("/_sandbox/journal?").await.json()), all);
    for query in ["last=ten", "last=-1", "last=", "x=1", "last=1&x=1"] {
        assert_eq!(raw.get(&format!("/_sandbox/journal?{query}")).await.status, 400, "{query}");
    }
    let people = raw.get("/_sandbox/people").await.json();
    assert_eq!(people.as_array().unwrap().len(), 25);
    assert!(people[0]["email"].as_str().unwrap().ends_with("@example.com"));
    for (name, about) in sandbox.announcement().as_object().unwrap() {
        let document = raw.get(&format!("/{name}/openapi.json")).await.json();
        assert_eq!(document["servers"], json!([{ "url": about["base_url"] }]), "{name}");
        assert!(document["paths"].as_object().unwrap().len() > 8, "{name}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_change_nothing_at_any_provider() {
    let sandbox = Sandbox::builder().allow_origin("https://app.example").start().await.unwrap();
    for api in apis(&sandbox).await {
        let create = |origin: &'static str| {
            let body = api.newcomer().to_string();
            api.raw.send(api.creation(body).header("origin", origin))
        };
        let foreign = create("https://evil.example").await;
        assert_eq!(foreign.status, 403, "{}", api.name);
        assert!(!foreign.headers.contains_key("access-control-allow-origin"));
        assert_eq!(sandbox.count(api.name, api.create.0), 0, "{}", api.name);
        let allowed = create("https://app.example").await;
        assert!(allowed.status < 300, "{}: {}", api.name, allowed.body);
        assert_eq!(allowed.headers["access-control-allow-origin"], "https://app.example");
        // Reading is open to pages that know the credentials, but only an allowed origin sees the answer.
        let list =
            api.send(api.raw.request(Method::GET, &api.page(false)).header("origin", "https://evil.example")).await;
        assert_eq!(list.status, 200, "{}", api.name);
        assert!(!list.headers.contains_key("access-control-allow-origin"), "{}", api.name);
        let preflight = |origin| {
            let request = api.raw.request(Method::OPTIONS, api.create.1).header("origin", origin);
            let request = request.header("access-control-request-headers", "authorization,x-own");
            api.raw.send(request.header("access-control-request-method", "POST"))
        };
        let allowed = preflight("https://app.example").await;
        assert_eq!(allowed.status, 204, "{}", api.name);
        assert_eq!(allowed.headers["access-control-allow-headers"], "authorization,x-own");
        assert_eq!(preflight("https://evil.example").await.status, 405, "{}", api.name);
    }
}

#[tokio::test]
async fn it_listens_elsewhere_and_answers_to_hosts_if_told_to() {
    let address = "127.0.0.2".parse().unwrap();
    let Ok(sandbox) = Sandbox::builder().listen(address).allow_host("sandbox.test").start().await else {
        // Not every system has more than one loopback address.
        return;
    };
    assert_eq!(sandbox.address().ip(), address);
    assert_eq!(sandbox.velo().base_url(), format!("http://sandbox.test:{}/velo", sandbox.address().port()));
    let health = async |host: &str| {
        let raw = root(&sandbox);
        raw.send(raw.request(Method::GET, "/health").header("host", host)).await.status
    };
    assert_eq!(health("sandbox.test:80").await, 200);
    assert_eq!(health("other.test").await, 421);
}

#[tokio::test]
async fn a_head_must_arrive_in_time() {
    let timeout = Duration::from_millis(100);
    let sandbox = Sandbox::builder().header_timeout(timeout).start().await.unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nhost: local").await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer));
    assert!(read.await.is_ok(), "the connection is still open");
    assert!(!answer.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn it_stops_within_a_second_whatever_is_open() {
    let sandbox = Sandbox::start().await.unwrap();
    let kind = FaultKind::Delay { milliseconds: u64::MAX };
    sandbox.fault(Fault::new(kind).provider("sendauth")).unwrap();
    let slow = crate::sendauth::raw(&sandbox);
    let slow = tokio::spawn(async move { slow.request(Method::GET, "/api/v1/users").send().await.is_err() });
    let mut half = TcpStream::connect(sandbox.address()).await.unwrap();
    half.write_all(b"POST /velo HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nx").await.unwrap();
    while sandbox.faults().len() == 1 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let begin = Instant::now();
    sandbox.stop().await;
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    assert!(slow.await.unwrap());
}

#[tokio::test]
async fn no_time_is_too_long_for_it() {
    let start: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let sandbox = Sandbox::builder().clock(Clock::Fixed(start)).start().await.unwrap();
    let control = Raw::new(format!("http://{}/_sandbox", sandbox.address()));
    for seconds in ["1e300", "1e18", "1e13", "-1", "-0.5", "1e999", "\"1\"", "null", "[]"] {
        let body = format!("{{ \"advance_seconds\": {seconds} }}");
        let answer = control.send(control.request(Method::POST, "/clock").body(body)).await;
        assert_eq!(answer.status, 400, "{seconds}: {}", answer.body);
        assert!(answer.json()["error"].is_string(), "{seconds}");
        assert_eq!(sandbox.now(), start, "{seconds}");
    }
    // The library stops at the end of the clock, and everything works there.
    sandbox.advance(Duration::MAX);
    assert_eq!(sandbox.now().to_rfc3339(), "9000-01-01T00:00:00+00:00");
    let kind = FaultKind::Status { code: 503, retry_after: Some(RetryAfter::DateIn(u32::MAX)) };
    sandbox.fault(Fault::new(kind).provider("sendauth")).unwrap();
    assert_eq!(crate::sendauth::raw(&sandbox).get("/api/v1/users").await.status, 503);
    for api in apis(&sandbox).await {
        // A token of the Open Bank Project ends before that.
        assert!(api.list().await.status < 500, "{}", api.name);
        let made = api.raw.send(api.creation(api.newcomer().to_string())).await;
        assert!(made.status < 500, "{}: {}", api.name, made.body);
    }
    // A snapshot can say any time.
    for time in [json!({ "ahead": i64::MAX }), json!({ "ahead": i64::MIN }), json!({ "at": "-262143-01-01T00:00:00Z" })]
    {
        let mut snapshot: Value = serde_json::from_slice(sandbox.snapshot().unwrap().as_json()).unwrap();
        snapshot["common"]["time"] = time.clone();
        assert_eq!(control.json(Method::PUT, "/snapshot", snapshot).await.status, 204, "{time}");
        for api in apis(&sandbox).await {
            assert!(api.list().await.status < 500, "{} {time}", api.name);
        }
    }
}
