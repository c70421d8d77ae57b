use std::sync::Arc;
use std::time::{Duration, Instant};

use user_directory_runtime::{CallOptions, ErrorKind, RetryBudget, RetryPolicy};

use crate::support::acme::{CREATE_USER, DELETE_USER, STATUS};
use crate::support::{Reply, Server, Step, builder, quick};

#[tokio::test]
async fn a_passing_failure_is_repeated_for_what_may_be_repeated() {
    let passing: [fn() -> Reply; 9] = [
        || Reply::status(408),
        || Reply::status(429),
        || Reply::status(502),
        || Reply::status(503),
        || Reply::status(504),
        Reply::reset,
        Reply::close,
        || Reply::cut_body(200, Step::Reset),
        || Reply::cut_body(200, Step::Close),
    ];
    for failure in passing {
        let server = Server::sequence([failure, Reply::ok]).await;
        let client = builder(&server.url).build().unwrap();
        let user = client.get_user("1").await.unwrap();
        assert_eq!((user.name.as_str(), user.attempts(), server.count()), ("Ada", 2, 2));

        let server = Server::sequence([failure, Reply::ok]).await;
        let client = builder(&server.url).build().unwrap();
        client.send(&DELETE_USER, "/users/1").await.unwrap();
        assert_eq!(server.count(), 2);

        let server = Server::sequence([failure, Reply::ok]).await;
        let client = builder(&server.url).build().unwrap();
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.attempts(), server.count()), (1, 1), "{error}");

        let server = Server::sequence([failure, Reply::ok]).await;
        let client = builder(&server.url).build().unwrap();
        let client = client.with_options(CallOptions::new().idempotent(true));
        client.create_user("Ada").await.unwrap();
        assert_eq!(server.count(), 2);
        let [first, second] = server.received().try_into().unwrap();
        assert_eq!(first.body, second.body);
    }
}

#[tokio::test]
async fn an_operation_that_is_safe_or_idempotent_is_repeated() {
    for (operation, path) in [(&STATUS, "/status"), (&DELETE_USER, "/users/1")] {
        assert!(operation.safe != operation.idempotent);
        let server = Server::sequence([|| Reply::status(503), Reply::ok]).await;
        builder(&server.url).build().unwrap().send(operation, path).await.unwrap();
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn what_an_attempt_may_have_done_stays_unknown() {
    for last in [Reply::reset as fn() -> Reply, || Reply::status(409)] {
        let server = Server::sequence([Reply::reset, last]).await;
        let client = builder(&server.url).retry(quick().max_attempts(2)).build().unwrap();
        let client = client.with_options(CallOptions::new().idempotent(true));
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.attempts(), error.outcome_unknown()), (2, true), "{error}");
    }
}

#[tokio::test]
async fn a_lasting_failure_is_not_repeated() {
    for status in [301, 302, 307, 400, 401, 403, 404, 409, 412, 422, 500, 501] {
        let server = Server::start(move |_, _| Reply::status(status)).await;
        let client = builder(&server.url).build().unwrap();
        let error = client.get_user("1").await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, status));
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test]
async fn attempts_are_limited() {
    for (policy, count) in [(quick(), 3), (quick().max_attempts(5), 5), (RetryPolicy::never(), 1)] {
        let server = Server::start(|_, _| Reply::status(503)).await;
        let client = builder(&server.url).retry(policy).build().unwrap();
        let error = client.get_user("1").await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts(), server.count()), (503, count, count as usize));
    }
}

#[tokio::test]
async fn time_is_limited() {
    let server = Server::start(|_, _| Reply::status(503)).await;
    let policy = quick().max_attempts(100).time_limit(Duration::ZERO);
    let client = builder(&server.url).retry(policy).build().unwrap();
    client.get_user("1").await.unwrap_err();
    assert_eq!(server.count(), 1);

    // A wait that does not fit into the total timeout is not begun.
    let server = Server::start(|_, _| Reply::with(503, &["Retry-After: 20"], "")).await;
    let client = builder(&server.url).total_timeout(Duration::from_secs(10)).build().unwrap();
    let error = client.get_user("1").await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Api, 1));
}

#[tokio::test]
async fn the_budget_is_shared_by_clones() {
    let server = Server::start(|_, _| Reply::status(503)).await;
    let budget = Arc::new(RetryBudget::new(30, 10, 1));
    let client = builder(&server.url).retry_budget(budget).build().unwrap();
    for expected in [3, 2, 1, 1] {
        let before = server.count();
        client.clone().get_user("1").await.unwrap_err();
        assert_eq!(server.count() - before, expected);
    }
}

#[tokio::test]
async fn only_a_success_at_the_first_attempt_fills_the_budget() {
    let server = Server::start(|_, index| if index % 2 == 0 { Reply::status(503) } else { Reply::ok() }).await;
    let client = builder(&server.url).retry_budget(RetryBudget::new(10, 10, 10)).build().unwrap();
    for (succeeds, requests) in [(true, 2), (false, 1), (true, 1), (true, 2), (false, 1)] {
        let before = server.count();
        assert_eq!(client.get_user("1").await.is_ok(), succeeds);
        assert_eq!(server.count() - before, requests);
    }
}

#[tokio::test]
async fn what_the_server_asks_for_is_waited_for() {
    for headers in [
        vec!["Retry-After: 1"],
        vec!["RateLimit: \"a\";r=0;t=1"],
        vec!["Date: Sun, 09 Sep 2001 01:46:40 GMT", "X-Rate-Limit-Reset: 1000000001"],
        vec!["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:38 GMT"],
    ] {
        let server = Server::start(move |_, index| match index {
            0 => Reply::with(429, &headers, ""),
            _ => Reply::ok(),
        })
        .await;
        let client = builder(&server.url).build().unwrap();
        let started = Instant::now();
        client.get_user("1").await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1), "{:?}", started.elapsed());
        assert_eq!(server.count(), 2);
    }
}

#[tokio::test]
async fn a_retry_after_beyond_the_cap_fails_at_once_and_is_told() {
    for (value, seconds) in [("3600", 3600), ("Sun, 06 Nov 1994 09:49:37 GMT", 3600), ("31", 31)] {
        let header = format!("Retry-After: {value}");
        let server =
            Server::start(move |_, _| Reply::with(429, &["Date: Sun, 06 Nov 1994 08:49:37 GMT", &header], "")).await;
        let client = builder(&server.url).build().unwrap();
        let error = client.get_user("1").await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert_eq!(server.count(), 1);
    }
}

#[tokio::test]
async fn a_trusted_rate_limit_repeats_anything() {
    let server = Server::sequence([|| Reply::status(429), Reply::ok]).await;
    let policy = quick().rate_limited_is_unprocessed(true);
    let client = builder(&server.url).retry(policy).build().unwrap();
    client.create_user("Ada").await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_refused_connection_is_repeated_for_everything() {
    // A port that was just free, and that nobody listens on.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url).build().unwrap();
    let error = client.send(&CREATE_USER, "/users").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
    assert!(!error.outcome_unknown());
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_call_can_be_kept_from_being_repeated() {
    let server = Server::start(|_, _| Reply::status(503)).await;
    let client = builder(&server.url).build().unwrap();
    let once = client.with_options(CallOptions::new().idempotent(false));
    once.get_user("1").await.unwrap_err();
    assert_eq!(server.count(), 1);
    let never = client.with_options(CallOptions::new().retry(RetryPolicy::never()));
    never.get_user("1").await.unwrap_err();
    assert_eq!(server.count(), 2);
}
