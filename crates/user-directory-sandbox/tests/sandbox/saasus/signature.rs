//! SAASUSSIGV1.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use user_directory_sandbox::{Clock, Sandbox};

use super::{call, client, kind, raw, sign};

#[tokio::test]
async fn the_minutes_around_the_present_one_are_taken() {
    // Far from the ends of a minute, and not moving.
    let now = "2026-03-04T05:06:30Z".parse().unwrap();
    let sandbox = Sandbox::builder().clock(Clock::Fixed(now)).start().await.unwrap();
    let raw = raw(&sandbox);
    for (minutes, status) in [(0, 200), (-1, 200), (1, 200), (-5, 200), (5, 200), (-6, 401), (6, 401), (1500, 401)] {
        let request = raw.request(Method::GET, "/users");
        let signed = sign(&sandbox, request, now + TimeDelta::minutes(minutes));
        let answer = raw.send(signed).await;
        assert_eq!(answer.status, status, "{minutes}: {}", answer.body);
        // Who signs right at a wrong time is told so.
        assert_eq!(answer.body.contains("the clock is wrong"), status == 401, "{minutes}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_signature_covers_method_host_target_and_body() {
    let sandbox = Sandbox::start().await.unwrap();
    let raw = raw(&sandbox);
    let body = json!({ "email": "a@example.org", "password": "long enough" }).to_string();
    let request = || {
        let request = raw.request(Method::POST, "/users");
        request.header("content-type", "application/json").body(body.clone())
    };
    let header = |request: reqwest::RequestBuilder| {
        let signed = sign(&sandbox, request, sandbox.now()).build().unwrap();
        signed.headers()["authorization"].to_str().unwrap().to_owned()
    };
    let good = header(request());
    let elsewhere = header(raw.request(Method::POST, "/sign-up").body(body.clone()));
    let longer = header(raw.request(Method::POST, "/users?x=1").body(body.clone()));
    let method = header(raw.request(Method::PUT, "/users").body(body.clone()));
    let spaced = header(raw.request(Method::POST, "/users").body(format!("{body} ")));
    let with = |header: &str| raw.send(request().header("authorization", header.to_owned()));
    let demo = sandbox.saasus().credentials();
    let turned = |old: &str, new: &str| good.replace(old, new);
    let bare = header(raw.request(Method::POST, "/users"));
    for (why, header, said) in [
        ("path", elsewhere, "the signature is wrong"),
        ("query", longer, "the signature is wrong"),
        ("method", method, "the signature is wrong"),
        ("body", spaced, "the signature is wrong"),
        ("no body", bare, "the body is wrong"),
        ("SaaS", turned(&demo.saas_id, "another"), "no SaaS with this SaaSID"),
        ("key", turned(&demo.api_key, "another"), "no such APIKey"),
        ("scheme", turned("SAASUSSIGV1", "Bearer"), "the header Authorization is not"),
        ("no signature", turned("Sig=", "Sig2="), "the header Authorization is not"),
        ("nothing", String::new(), "the header Authorization is not"),
    ] {
        let answer = with(&header).await;
        assert!(answer.body.contains(said), "{why}: {}", answer.body);
        assert_eq!((answer.status, kind(&answer)), (401, "unauthorized".to_owned()), "{why}");
    }
    let host = raw.send(request().header("host", "localhost").header("authorization", good.clone()));
    assert_eq!(host.await.status, 401, "another host was signed");
    assert_eq!(with(&good).await.status, 201);
    // Nothing keeps a signature from being sent twice.
    assert_eq!(with(&good).await.status, 400);
}

#[tokio::test]
async fn the_client_learns_the_time_of_an_advanced_sandbox() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    client.get_saas_users().send().await.unwrap();
    sandbox.advance(Duration::from_secs(3600));
    client.get_saas_users().send().await.unwrap();
    assert_eq!(sandbox.count("saasus", "GetSaasUsers"), 3, "one was refused");
    client.get_saas_users().send().await.unwrap();
    assert_eq!(sandbox.count("saasus", "GetSaasUsers"), 4);
}

#[tokio::test]
async fn every_answer_has_a_trace_of_its_own() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut traces = std::collections::HashSet::new();
    for path in ["/users", "/users", "/users/nobody", "/nothing"] {
        let answer = call(&sandbox, Method::GET, path, Value::Null).await;
        let trace = answer.headers["x-saasus-trace-id"].to_str().unwrap();
        assert!(traces.insert(trace.to_owned()));
    }
}
