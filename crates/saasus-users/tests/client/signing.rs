//! Signatures as the server sees them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use saasus_users::types::UpdateSaasUserEmailParam;
use saasus_users::{Client, ClientBuilder, Clock, Credentials, ErrorKind, Method, RetryPolicy};
use sha2::Sha256;

use test_support::{Received, Reply, Server};

const ID: &str = "saas-id-0001";
const KEY: &str = "api-key-0001";
const SECRET: &str = "s3cret-0001";

/// 2021-09-01 12:34:56
const NOW: u64 = 1_630_499_696;

/// A clock that moves on by some seconds each time it is read.
#[derive(Clone, Debug)]
struct Ticking(Arc<AtomicU64>, u64);

impl Ticking {
    fn new(start: u64, step: u64) -> Self {
        Self(Arc::new(AtomicU64::new(start)), step)
    }
}

impl Clock for Ticking {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0.fetch_add(self.1, Ordering::SeqCst))
    }
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(format!("{}/v1/auth", server.url))
        .credentials(Credentials::api_key(ID, KEY, SECRET))
        .retry(RetryPolicy::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(5)))
}

/// The header that a request must have, of what arrived.
fn expected(request: &Received, time: &str) -> String {
    let covered =
        format!("{time}{KEY}{}{}{}{}", request.method, request.header("host").unwrap(), request.target, request.body);
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(covered.as_bytes());
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("SAASUSSIGV1 Sig={signature}, SaaSID={ID}, APIKey={KEY}")
}

fn body() -> UpdateSaasUserEmailParam {
    UpdateSaasUserEmailParam::new("\u{e9}va+x@example.com")
}

#[tokio::test]
async fn exactly_what_is_sent_is_signed() {
    let server = Server::start(|_, _| Reply::json(200, r#"{"id":"1","email":"a@example.com","users":[]}"#)).await;
    let client = builder(&server).clock(Ticking::new(NOW, 0)).build().unwrap();
    client.get_saas_users().send().await.unwrap();
    for id in ["jo+tag@example.com", "a/b", "a?b#c", "a%2Fb", "\u{65e5} []{}|^\"<>`", "x;y=z"] {
        client.get_saas_user(id).send().await.unwrap();
        client.update_saas_user_email(id, body()).send().await.unwrap();
    }
    let raw = client.request(Method::PUT, "/a%20b").query("q", "\u{e9} &=?/").json(&body()).send();
    raw.await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 14);
    for request in &received {
        assert!(request.target.starts_with("/v1/auth/"));
        assert_eq!(request.header("authorization").unwrap(), expected(request, "202109011234"), "{}", request.target);
    }
}

#[tokio::test]
async fn every_attempt_is_signed_for_its_own_minute() {
    let server =
        Server::sequence([|| Reply::status(503), || Reply::status(503), || Reply::json(200, r#"{"users":[]}"#)]).await;
    let client = builder(&server).clock(Ticking::new(NOW, 60)).build().unwrap();
    client.get_saas_users().send().await.unwrap();
    let received = server.received();
    assert_eq!(received.len(), 3);
    // The clock is read for other things, too, and moves on each time.
    let minutes: Vec<_> = received
        .iter()
        .map(|request| {
            let sent = request.header("authorization").unwrap();
            (34..60).find(|minute| expected(request, &format!("2021090112{minute}")) == sent).unwrap()
        })
        .collect();
    assert!(minutes[0] < minutes[1] && minutes[1] < minutes[2], "{minutes:?}");
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_the_server() {
    let strict = |date: &'static str| {
        move |request: &Received, _: usize| match request.header("authorization").unwrap() {
            sent if sent == expected(request, "202109011300") => Reply::json(200, r#"{"users":[]}"#),
            _ => {
                Reply::with(401, &[date, "Content-Type: application/json"], r#"{"type":"unauthorized","message":"no"}"#)
            }
        }
    };
    let server = Server::start(strict("Date: Wed, 01 Sep 2021 13:00:30 GMT")).await;
    let client = builder(&server).clock(Ticking::new(NOW, 0)).build().unwrap();
    assert_eq!(client.get_saas_users().send().await.unwrap().attempts(), 2);
    assert_eq!(client.get_saas_users().send().await.unwrap().attempts(), 1, "and stays so");

    // A server whose clock agrees has another reason to refuse.
    let server = Server::start(strict("Date: Wed, 01 Sep 2021 12:34:58 GMT")).await;
    let client = builder(&server).clock(Ticking::new(NOW, 0)).build().unwrap();
    let error = client.get_saas_users().send().await.unwrap_err();
    assert_eq!((error.kind(), error.code(), server.count()), (ErrorKind::Api, Some("unauthorized"), 1));
    let text = format!("{error} {error:?} {client:?}");
    assert!(!text.contains(SECRET) && !text.contains(KEY) && !text.contains("Sig="), "{text}");
}

#[test]
fn unusable_keys_are_refused_without_an_echo() {
    for (id, key, secret) in [("", KEY, SECRET), (ID, "api-key-0001,x", SECRET), (ID, KEY, " ")] {
        let credentials = Credentials::api_key(id, key, secret);
        assert_eq!(format!("{credentials:?}"), "Credentials { .. }");
        let error = Client::builder().credentials(credentials).build().unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains(KEY) && !text.contains(SECRET), "{text}");
    }
}
