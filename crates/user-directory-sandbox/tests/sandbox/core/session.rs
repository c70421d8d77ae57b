//! The same session is the same answers, byte for byte: with the same seed, after a restore and after a reset.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::Value;
use user_directory_sandbox::{Clock, Sandbox};

use crate::five::apis;

async fn start(seed: u64) -> Sandbox {
    let at: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let builder = Sandbox::builder().seed(seed).clock(Clock::Fixed(at));
    builder.start().await.unwrap()
}

/// Signs in, reads, creates, fails and reads again at all five, and returns what each provider answered.
async fn session(sandbox: &Sandbox) -> Vec<(&'static str, Vec<String>)> {
    let address = sandbox.address().to_string();
    let mut transcript = Vec::new();
    for api in apis(sandbox).await {
        let mut answers = Vec::new();
        let mut note = |about: &str, status: u16, body: &str| {
            // The port is the system's choice.
            answers.push(format!("{about} {status} {}", body.replace(&address, "HOST")));
        };
        let list = api.list().await;
        note("list", list.status, &list.body);
        sandbox.advance(Duration::from_secs(61));
        let body = api.newcomer().to_string();
        let made = api.raw.send(api.creation(body.clone())).await;
        assert!((200..300).contains(&made.status), "{}: {}", api.name, made.body);
        note("create", made.status, &made.body);
        let again = api.raw.send(api.creation(body)).await;
        note("create again", again.status, &without_trace(&again.body));
        let bad = api.raw.send(api.creation("{}")).await;
        assert!((400..500).contains(&bad.status), "{}: {}", api.name, bad.body);
        note("create nothing", bad.status, &without_trace(&bad.body));
        let second = api.send(api.raw.request(Method::GET, &api.page(true))).await;
        note("second page", second.status, &second.body);
        transcript.push((api.name, answers));
    }
    transcript
}

/// Identifiers of requests go on after a restore; everything else is as before.
fn without_trace(body: &str) -> String {
    let mut body: Value = serde_json::from_str(body).unwrap();
    if let Some(body) = body.as_object_mut() {
        body.remove("correlationId");
    }
    body.to_string()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_answers() {
    let (first, again, other) = (start(7).await, start(7).await, start(8).await);
    let (first_said, again_said) = (session(&first).await, session(&again).await);
    assert_eq!(first_said, again_said);
    assert!(first.snapshot().unwrap() == again.snapshot().unwrap(), "snapshots differ");
    for (one, two) in first_said.iter().zip(&session(&other).await) {
        assert_eq!(one.0, two.0);
        assert_ne!(one.1[0], two.1[0], "{}: another seed, other people", one.0);
    }
    let announced = |sandbox: &Sandbox| {
        let text = sandbox.announcement().to_string();
        text.replace(&sandbox.address().to_string(), "HOST")
    };
    assert_eq!(announced(&first), announced(&again));
    assert_ne!(announced(&first), announced(&other));
}

#[tokio::test]
async fn restore_and_reset_bring_all_five_back() {
    let sandbox = start(7).await;
    let before = sandbox.snapshot().unwrap();
    let first = session(&sandbox).await;
    let changed = sandbox.snapshot().unwrap();
    assert!(changed != before);
    sandbox.restore(&before).unwrap();
    assert!(sandbox.snapshot().unwrap() == before);
    assert_eq!(session(&sandbox).await, first);
    sandbox.reset();
    assert!(sandbox.snapshot().unwrap() == before);
    assert_eq!(session(&sandbox).await, first);
    // A state that was written down goes on elsewhere as it does here.
    let elsewhere = Sandbox::builder().seed(1).snapshot(changed).start().await.unwrap();
    for (here, there) in apis(&sandbox).await.iter().zip(&apis(&elsewhere).await) {
        let (here, there) = (here.list().await, there.list().await);
        let plain = |body: &str, sandbox: &Sandbox| body.replace(&sandbox.address().to_string(), "HOST");
        assert_eq!(plain(&here.body, &sandbox), plain(&there.body, &elsewhere));
    }
}
