//! An identity provider that asks for patience.

use std::time::{Duration, Instant, SystemTime};

use finbourne_users::{Client, Error, ErrorKind, Method, RetryPolicy};

use crate::password::{CALL, TOKEN, client, grant};
use test_support::{Reply, Server};

/// 21 October 2015, 07:28 GMT, in seconds since 1970.
const DATE: u64 = 1_445_412_480;

/// A clock that stands still.
#[derive(Debug)]
struct Stopped(SystemTime);

impl user_directory_runtime::Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}

/// Starts a server that refuses `refusals` token requests.
async fn server(refusals: usize, retry_after: Option<&'static str>) -> Server {
    Server::by_path(move |request, before| match request.path() {
        TOKEN if before < refusals => {
            let reply = Reply::json(429, "");
            match retry_after {
                Some(value) => reply.header(format!("Retry-After: {value}")),
                None => reply,
            }
        }
        TOKEN => Reply::json(200, r#"{"access_token":"t1"}"#),
        _ => Reply::json(200, "[]"),
    })
    .await
}

async fn call(client: &Client) -> Result<(), Error> {
    client.request(Method::GET, "/api/users").send().await.map(drop)
}

#[tokio::test]
async fn a_login_is_repeated_five_times() {
    for (refusals, requests) in [(5, 6), (6, 6)] {
        let server = server(refusals, Some("0")).await;
        let result = call(&client(&server, grant(&server))).await;
        assert_eq!(server.at(TOKEN).len(), requests);
        match result {
            Ok(()) => assert_eq!((refusals, server.at(CALL).len()), (5, 1)),
            Err(error) => {
                assert_eq!((refusals, error.kind()), (6, ErrorKind::Auth));
                assert!(error.to_string().contains("429"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn seconds_and_dates_are_waited_for() {
    let clock = || Stopped(SystemTime::UNIX_EPOCH + Duration::from_secs(DATE - 1));
    for retry_after in ["1", "Wed, 21 Oct 2015 07:28:00 GMT"] {
        let server = server(1, Some(retry_after)).await;
        let client = Client::builder()
            .base_url(format!("{}/identity", server.url))
            .credentials(grant(&server))
            .clock(clock())
            .build()
            .unwrap();
        let start = Instant::now();
        call(&client).await.unwrap();
        assert!(start.elapsed() >= Duration::from_millis(990), "{retry_after}");
        assert_eq!(server.at(TOKEN).len(), 2);
    }
}

#[tokio::test]
async fn more_than_a_minute_is_not_waited_for() {
    let clock = Stopped(SystemTime::UNIX_EPOCH + Duration::from_secs(DATE - 61));
    let server = server(1, Some("Wed, 21 Oct 2015 07:28:00 GMT")).await;
    let client = Client::builder()
        .base_url(format!("{}/identity", server.url))
        .credentials(grant(&server))
        .clock(clock)
        .build()
        .unwrap();
    assert_eq!(call(&client).await.unwrap_err().kind(), ErrorKind::Auth);
    assert_eq!(server.at(TOKEN).len(), 1);
}

#[tokio::test]
async fn without_a_word_the_wait_grows() {
    let quick = RetryPolicy::default().max_attempts(4).initial_delay(Duration::from_millis(1));
    for (refusals, succeeds) in [(3, true), (4, false)] {
        let server = server(refusals, None).await;
        let result = call(&client(&server, grant(&server).retry(quick.clone()))).await;
        assert_eq!(result.is_ok(), succeeds);
        assert_eq!(server.at(TOKEN).len(), 4);
    }
}
