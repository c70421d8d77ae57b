//! Logging in with client credentials.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use velo_users::{Client, Credentials, ErrorKind, RetryPolicy};

use test_support::{Received, Reply, Server};

pub(crate) const KEY: &str = "44a9537d-d55d-4b47-8082-14061c2bcdd8";
pub(crate) const SECRET: &str = "c396b26b-137a-44fd-87f5-34631f8fd529";
const LOGIN: &str = "/v1/authenticate";

/// An issuer of tokens, of which the latest is valid.
#[derive(Clone, Default)]
pub(crate) struct Issuer(Arc<AtomicU32>);

impl Issuer {
    pub(crate) fn revoke(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Answers logins, refuses tokens that are not valid, and leaves the rest to `answer`.
    pub(crate) fn answer(&self, request: &Received, answer: impl Fn(&Received) -> Reply) -> Reply {
        if request.path() == LOGIN {
            let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            let token = format!(
                r#"{{"access_token":"token-{number}","token_type":"bearer","expires_in":1799,"refresh_token":"r3fresh"}}"#
            );
            return Reply::json(200, &token).after(Duration::from_millis(30));
        }
        let valid = format!("Bearer token-{}", self.0.load(Ordering::SeqCst));
        match request.header("authorization") {
            Some(sent) if sent == valid => answer(request),
            _ => Reply::json(401, r#"{"errors":[{"errorCode":"20110003","errorMessage":"made up"}]}"#),
        }
    }
}

pub(crate) fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).credentials(Credentials::client_credentials(KEY, SECRET)).build().unwrap()
}

async fn start() -> (Server, Issuer) {
    let issuer = Issuer::default();
    let answering = issuer.clone();
    let server = Server::start(move |request, _| answering.answer(request, |_| Reply::json(200, "{}"))).await;
    (server, issuer)
}

/// The login as the vendor's own client sends it, with the key and secret above.
fn recorded() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/wire/auth/velo.json");
    let recording: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    recording["calls"][0]["sent"].clone()
}

#[tokio::test]
async fn the_login_is_the_recorded_one() {
    let (server, _) = start().await;
    client(&server).get_self().send().await.unwrap();
    let [login, call] = server.received().try_into().unwrap();
    let sent = recorded();
    assert_eq!(sent["method"], login.method.as_str());
    let target = format!("{}?{}", sent["path"].as_str().unwrap(), sent["query"].as_str().unwrap());
    assert_eq!(login.target, target);
    assert_eq!(sent["body"], login.body.as_str());
    let headers = sent["headers"].as_object().unwrap();
    assert_eq!(headers.len(), 4);
    for (name, value) in headers {
        assert_eq!(login.header(name), value.as_str(), "{name}");
    }
    assert_eq!((call.path(), call.header("authorization")), ("/v2/users/self", Some("Bearer token-1")));
}

#[tokio::test]
async fn the_token_is_kept_until_60_seconds_before_its_end() {
    let (server, _) = start().await;
    let client = client(&server);
    for (wait, logins) in [(0, 1), (1700, 1), (35, 1), (10, 2)] {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(wait)).await;
        tokio::time::resume();
        client.get_self().send().await.unwrap();
        assert_eq!(server.count_path(LOGIN), logins);
    }
    // The refresh token of the answers is left alone: no call that takes it is documented.
    assert!(server.received().iter().all(|request| !request.target.contains("r3fresh")));
}

#[tokio::test]
async fn a_hundred_calls_log_in_once_and_renew_once() {
    let (server, issuer) = start().await;
    let client = client(&server);
    for logins in [1, 2] {
        let calls: Vec<_> = (0..100)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.enable_user(uuid::Uuid::nil()).send().await.map(drop) })
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(server.count_path(LOGIN), logins);
        issuer.revoke();
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated_once() {
    let (server, issuer) = start().await;
    let client = client(&server);
    client.get_self().send().await.unwrap();
    issuer.revoke();
    client.get_self().send().await.unwrap();
    assert_eq!((server.count_path(LOGIN), server.count_path("/v2/users/self")), (2, 3));
}

#[tokio::test]
async fn a_token_that_is_never_accepted_ends_the_call() {
    let server = Server::start(|request, _| match request.path() {
        LOGIN => Reply::json(200, r#"{"access_token":"t0ken","token_type":"bearer","expires_in":1799}"#),
        _ => Reply::json(401, r#"{"errors":[{"errorCode":"20110003"}]}"#),
    })
    .await;
    let error = client(&server).get_self().send().await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("20110003")));
    assert_eq!((server.count_path(LOGIN), server.count_path("/v2/users/self")), (2, 2));
}

#[tokio::test]
async fn a_refused_login_fails_the_call_before_it_is_sent() {
    let server = Server::start(|_, _| Reply::json(401, r#"{"errors":[{"errorMessage":"no"}]}"#)).await;
    let client = client(&server);
    let error = client.get_self().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert_eq!((server.count_path(LOGIN), server.count()), (1, 1));
    let text = format!("{error} {error:?} {client:?}");
    assert!(text.contains("401"), "{text}");
    assert!(!text.contains(KEY) && !text.contains(SECRET) && !text.contains("Basic"), "{text}");
}

#[tokio::test]
async fn the_login_is_below_the_clients_own_base_url() {
    let server = Server::start(|request, _| match request.path() {
        "/proxy/v1/authenticate" => Reply::json(200, r#"{"access_token":"t","token_type":"bearer"}"#),
        _ => Reply::json(200, "{}"),
    })
    .await;
    let client = Client::builder()
        .base_url(format!("{}/proxy/", server.url))
        .credentials(Credentials::client_credentials(format!(" {KEY}\n"), SECRET))
        .build()
        .unwrap();
    client.get_self().send().await.unwrap();
    assert_eq!(server.count_path("/proxy/v1/authenticate"), 1);
    assert_eq!(server.count_path("/proxy/v2/users/self"), 1);
}

#[tokio::test]
async fn a_given_token_is_sent_and_not_renewed() {
    let server = Server::start(|_, _| Reply::status(401)).await;
    let client = Client::builder()
        .base_url(&server.url)
        .credentials(Credentials::bearer("t0ken"))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    assert_eq!(client.get_self().send().await.unwrap_err().status().unwrap().as_u16(), 401);
    let [call] = server.received().try_into().unwrap();
    assert_eq!(call.header("authorization"), Some("Bearer t0ken"));
}

#[test]
fn unusable_keys_are_refused_without_an_echo() {
    for (key, secret) in [("", SECRET), (KEY, " "), ("a:b", SECRET), (KEY, "c396b26b\nx")] {
        let credentials = Credentials::client_credentials(key, secret);
        assert_eq!(format!("{credentials:?}"), "Credentials { .. }");
        let error = Client::builder().credentials(credentials).build().unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("redentials"), "{text}");
        assert!(!text.contains("c396b26b") && !text.contains("44a9537d"), "{text}");
    }
}
