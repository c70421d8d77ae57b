use std::sync::{Arc, Mutex};
use std::time::Duration;

use user_directory_runtime::{
    AttemptOutcome, AuthContext, AuthError, Authenticate, CallOptions, ErrorKind, Interceptor, async_trait, reqwest,
};

use crate::support::{Reply, Server, Step, builder, quick};

const SHORT: Duration = Duration::from_millis(250);

#[tokio::test]
async fn an_attempt_that_stalls_is_given_up() {
    for stall in [Reply::stall as fn() -> Reply, || Reply::cut_body(200, Step::Stall)] {
        let server = Server::sequence([stall, Reply::ok]).await;
        // More attempts than needed, for machines that are slow themselves.
        let client = builder(&server.url).attempt_timeout(SHORT).retry(quick().max_attempts(20)).build().unwrap();
        assert!(client.get_user("1").await.unwrap().attempts() > 1);

        // It may have created the user, so it is not sent again.
        let server = Server::sequence([stall, Reply::ok]).await;
        let client = builder(&server.url).attempt_timeout(SHORT).build().unwrap();
        let error = client.create_user("Ada").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
        assert!(error.outcome_unknown());
        assert!(server.count() <= 1);

        // Unless the caller says that it may be, for this call.
        let server = Server::sequence([stall, Reply::ok]).await;
        let client = builder(&server.url).attempt_timeout(SHORT).retry(quick().max_attempts(20)).build().unwrap();
        let told = client.with_options(CallOptions::new().idempotent(true));
        assert!(told.create_user("Ada").await.unwrap().attempts() > 1);
    }
}

#[tokio::test]
async fn a_body_that_drips_is_given_up() {
    let server = Server::start(|_, _| {
        let mut reply = Reply::cut_body(200, Step::Sleep(Duration::ZERO));
        for _ in 0..1000 {
            reply.0.push(Step::Send(b" ".to_vec()));
            reply.0.push(Step::Sleep(Duration::from_millis(20)));
        }
        reply
    })
    .await;
    let client = builder(&server.url).attempt_timeout(SHORT).build().unwrap();
    let error = client.create_user("Ada").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(server.count() <= 1);
}

#[tokio::test]
async fn the_whole_call_is_limited_whatever_it_does() {
    let stalling = Server::sequence([Reply::stall]).await;
    let slow = Server::start(|_, _| Reply::status(503).after(Duration::from_millis(60))).await;
    for server in [stalling, slow] {
        let client = builder(&server.url).retry(quick().max_attempts(1000)).total_timeout(SHORT).build().unwrap();
        let error = client.get_user("1").await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Timeout | ErrorKind::Api), "{error}");
        assert!(server.count() <= error.attempts() as usize);
        let error = client.create_user("Ada").await.unwrap_err();
        assert!(error.kind() == ErrorKind::Api || error.outcome_unknown(), "{error}");
    }
}

#[tokio::test]
async fn timeouts_can_be_set_per_call() {
    let server = Server::sequence([Reply::stall]).await;
    let client = builder(&server.url).build().unwrap();
    for (options, text) in [
        (CallOptions::new().attempt_timeout(SHORT).idempotent(false), "the attempt took longer than 250ms"),
        (CallOptions::new().total_timeout(SHORT), "the whole call took longer than 250ms"),
        (CallOptions::new().total_timeout(SHORT).connect_timeout(SHORT), "the whole call took longer than 250ms"),
    ] {
        let error = client.with_options(options).get_user("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn a_timeout_that_the_clock_cannot_count_to_never_comes() {
    let server = Server::start(|_, _| Reply::ok().after(Duration::from_millis(20))).await;
    let builder = builder(&server.url).attempt_timeout(Duration::MAX).total_timeout(Duration::MAX);
    builder.build().unwrap().get_user("1").await.unwrap();
}

#[tokio::test]
async fn a_cancelled_call_leaves_nothing_behind() {
    let server = Server::sequence([Reply::stall, Reply::ok]).await;
    let client = builder(&server.url).max_concurrency(1).build().unwrap();
    let call = {
        let client = client.clone();
        tokio::spawn(async move { client.create_user("Ada").await.map(drop) })
    };
    while server.count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    client.get_user("1").await.unwrap();
    assert_eq!(server.count(), 2, "the permit is back, and nothing was sent twice");
}

/// Never comes to an end.
struct Stalled;

#[async_trait]
impl Authenticate for Stalled {
    async fn authenticate(&self, _: &mut reqwest::Request, _: &AuthContext<'_>) -> Result<(), AuthError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn authenticating_is_part_of_the_whole_call() {
    let server = Server::sequence([Reply::ok]).await;
    let client = builder(&server.url).authenticator(Stalled).total_timeout(SHORT).build().unwrap();
    let error = client.create_user("Ada").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(error.to_string().contains("the whole call"), "{error}");
    assert!(!error.outcome_unknown());
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn waiting_for_ones_turn_is_part_of_the_whole_call() {
    let server = Server::sequence([Reply::stall]).await;
    let client = builder(&server.url).max_concurrency(1).build().unwrap();
    let first = {
        let client = client.clone();
        tokio::spawn(async move { client.get_user("1").await.map(drop) })
    };
    while server.count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let hurried = client.with_options(CallOptions::new().total_timeout(SHORT));
    let error = hurried.create_user("Ada").await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.outcome_unknown());
    first.abort();
}

#[derive(Clone, Default)]
struct Outcomes(Arc<Mutex<Vec<Option<ErrorKind>>>>);

impl Interceptor for Outcomes {
    fn after_attempt(&self, outcome: &AttemptOutcome<'_>) {
        self.0.lock().unwrap().push(outcome.error);
    }
}

#[tokio::test]
async fn an_attempt_that_the_whole_calls_end_cuts_off_is_told_to_interceptors() {
    let server = Server::sequence([Reply::stall]).await;
    let outcomes = Outcomes::default();
    let client = builder(&server.url).interceptor(outcomes.clone()).total_timeout(SHORT).build().unwrap();
    let error = client.create_user("Ada").await.unwrap_err();
    assert!(error.to_string().contains("the whole call"), "{error}");
    assert!(error.outcome_unknown());
    assert_eq!(*outcomes.0.lock().unwrap(), [Some(ErrorKind::Timeout)]);
}
