//! Every kind of fault, by library call.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::{Change, Fault, FaultError, FaultKind, ResetAt, RetryAfter, Sandbox};

use crate::sendauth::raw;

const USERS: &str = "/api/v1/users";

fn list(kind: FaultKind) -> Fault {
    Fault::new(kind).provider("sendauth").operation("listUsers")
}

#[tokio::test]
async fn a_status_comes_as_often_as_it_is_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let seconds = FaultKind::Status { code: 503, retry_after: Some(RetryAfter::Seconds(7)) };
    sandbox.fault(list(seconds).times(2)).unwrap();
    let date = FaultKind::Status { code: 429, retry_after: Some(RetryAfter::DateIn(60)) };
    sandbox.fault(list(date)).unwrap();
    // Another operation is not hit.
    assert_eq!(raw.get("/api/v1/users/deleted").await.status, 200);
    for _ in 0..2 {
        let answer = raw.get(USERS).await;
        assert_eq!((answer.status, answer.headers["retry-after"].to_str().unwrap()), (503, "7"));
        assert!(answer.json()["error"].is_string());
    }
    let answer = raw.get(USERS).await;
    assert_eq!(answer.status, 429);
    let date = httpdate::parse_http_date(answer.headers["retry-after"].to_str().unwrap()).unwrap();
    let ahead = chrono::DateTime::<chrono::Utc>::from(date) - sandbox.now();
    assert!((55..=60).contains(&ahead.num_seconds()), "{ahead}");
    assert_eq!(raw.get(USERS).await.status, 200);
    assert_eq!(sandbox.count("sendauth", "listUsers"), 4);
    assert!(sandbox.faults().is_empty());
}

#[tokio::test]
async fn a_delay_delays() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    sandbox.fault(list(FaultKind::Delay { milliseconds: 150 })).unwrap();
    let before = Instant::now();
    assert_eq!(raw.get(USERS).await.status, 200);
    assert!(before.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_reset_before_the_answer_leaves_the_deed_done() {
    let body = json!({ "firstName": "Jo", "lastName": "Do", "email": "jo@example.org" });
    for (at, total) in [(ResetAt::BeforeHandling, 25), (ResetAt::BeforeAnswer, 26)] {
        let sandbox = Sandbox::start().await.unwrap();
        let raw = raw(&sandbox);
        let kind = FaultKind::Reset(at);
        sandbox.fault(Fault::new(kind).operation("createUser")).unwrap();
        let request = raw.request(Method::POST, USERS).header("content-type", "application/json");
        let failure = request.body(body.to_string()).send().await;
        assert!(failure.is_err(), "{at:?}: {failure:?}");
        assert_eq!(raw.get(USERS).await.json()["total"], total, "{at:?}");
        let journal = sandbox.journal();
        assert_eq!(journal.iter().filter(|one| one.status.is_none()).count(), 1);
    }
}

#[tokio::test]
async fn a_body_breaks_off() {
    for kind in [FaultKind::TruncatedBody, FaultKind::Reset(ResetAt::InBody)] {
        let sandbox = Sandbox::start().await.unwrap();
        let raw = raw(&sandbox);
        sandbox.fault(list(kind.clone())).unwrap();
        let mut response = raw.request(Method::GET, USERS).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let announced = response.content_length().unwrap();
        let mut received = 0;
        let failed = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => received += chunk.len() as u64,
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert!(failed, "{kind:?}");
        assert!(received > 0 && received < announced, "{kind:?}: {received} of {announced}");
        assert_eq!(raw.get(USERS).await.status, 200);
    }
}

#[tokio::test]
async fn answers_are_spoiled_as_the_schema_tells() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let whole = raw.get(USERS).await.json();
    sandbox.fault(list(FaultKind::InvalidJson)).unwrap();
    assert!(serde_json::from_str::<Value>(&raw.get(USERS).await.body).is_err());
    sandbox.fault(list(FaultKind::UnknownEnumValue)).unwrap();
    let spoiled = raw.get(USERS).await.json();
    assert_eq!(spoiled["rows"][0]["role"], "SANDBOX_UNKNOWN_VALUE");
    sandbox.fault(list(FaultKind::MissingField)).unwrap();
    let spoiled = raw.get(USERS).await.json();
    assert!(spoiled["rows"][0].get("firstName").is_none());
    sandbox.fault(list(FaultKind::ExtraField)).unwrap();
    assert!(raw.get(USERS).await.json()["sandboxExtraField"].is_string());
    assert_eq!(raw.get(USERS).await.json(), whole, "nothing is corrupted permanently");
}

#[tokio::test]
async fn pages_repeat_and_shift() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let page = async |number: u32| raw.get(&format!("{USERS}?perPage=5&page={number}")).await.json();
    let first = page(1).await;
    sandbox.fault(list(FaultKind::DuplicatePage)).unwrap();
    assert_eq!(page(2).await, first);
    let second = page(2).await;
    assert_ne!(second, first);

    sandbox.fault(list(FaultKind::ListChanges(Change::Remove))).unwrap();
    assert_eq!(page(1).await, first, "the change comes after the page");
    let shifted = page(2).await;
    assert_eq!(shifted["rows"][0], second["rows"][1]);
    assert_eq!(shifted["total"], 24);
    sandbox.fault(list(FaultKind::ListChanges(Change::Insert))).unwrap();
    page(1).await;
    assert_eq!(page(1).await["total"], 25);
}

#[tokio::test]
async fn a_fault_that_can_never_happen_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let status = |code| FaultKind::Status { code, retry_after: None };
    let refused = |fault| sandbox.fault(fault).unwrap_err();
    assert!(matches!(refused(Fault::new(status(200))), FaultError::Status(200)));
    assert!(matches!(refused(Fault::new(status(503)).provider("okta")), FaultError::Provider(_)));
    assert!(matches!(refused(list(status(503)).operation("nothing")), FaultError::Operation(_)));
    let void = list(FaultKind::UnknownEnumValue).operation("deleteUser");
    assert!(matches!(refused(void), FaultError::Inapplicable(_)));
    sandbox.fault(Fault::new(status(500)).operation("checkTransaction")).unwrap();
    sandbox.clear_faults();
    assert!(sandbox.faults().is_empty());
}
