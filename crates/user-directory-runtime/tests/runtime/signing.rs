//! A scheme that signs what is sent, and the time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use user_directory_runtime::{
    AuthContext, AuthError, Authenticate, CallOptions, Clock, ClockSkew, Interceptor, Rejection, RequestHead,
    async_trait,
};

use crate::support::{Reply, Server, builder};

/// A clock that stands still until it is read, and then moves on by a minute.
#[derive(Clone, Debug)]
struct Ticking(Arc<AtomicU64>);

impl Clock for Ticking {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0.fetch_add(60, Ordering::SeqCst))
    }
}

#[derive(Debug)]
struct Fixed;

/// 1994-11-06 08:49:37
const NOW: Duration = Duration::from_secs(784_111_777);

impl Clock for Fixed {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + NOW
    }
}

/// "Signs" by writing down what a signature would cover.
#[derive(Default)]
struct Signer {
    signed: Arc<Mutex<Vec<String>>>,
    skew: ClockSkew,
}

const TOLERANCE: Duration = Duration::from_secs(60);

#[async_trait]
impl Authenticate for Signer {
    async fn authenticate(&self, request: &mut reqwest::Request, context: &AuthContext<'_>) -> Result<(), AuthError> {
        let now = self.skew.apply(context.clock.now());
        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
        let covered = format!(
            "{seconds} {} {} {} {}",
            request.method(),
            request.url().path(),
            request.headers().get("x-trace").is_some(),
            String::from_utf8_lossy(body)
        );
        self.signed.lock().unwrap().push(covered);
        let value = format!("Sig {seconds}").parse().unwrap();
        request.headers_mut().insert("authorization", value);
        Ok(())
    }

    fn expired(&self, rejection: &Rejection<'_>) -> bool {
        rejection.status == 401 && self.skew.reveals(rejection, TOLERANCE)
    }

    async fn renew(&self, rejection: &Rejection<'_>, _: &AuthContext<'_>) -> Result<(), AuthError> {
        self.skew.adopt(rejection);
        Ok(())
    }
}

struct Trace;

impl Interceptor for Trace {
    fn before_attempt(&self, head: &mut RequestHead<'_>) {
        assert!(!head.headers.contains_key("authorization"));
        head.headers.insert("x-trace", "1".parse().unwrap());
    }
}

#[tokio::test]
async fn every_attempt_is_signed_again_over_its_final_form() {
    let server = Server::sequence([|| Reply::status(503), || Reply::status(503), Reply::ok]).await;
    let signer = Signer::default();
    let signed = Arc::clone(&signer.signed);
    let client = builder(&server.url)
        .authenticator(signer)
        .interceptor(Trace)
        .clock(Ticking(Arc::new(AtomicU64::new(1000))))
        .build()
        .unwrap()
        .with_options(CallOptions::new().idempotent(true));
    client.create_user("Ada").await.unwrap();
    let signed = signed.lock().unwrap().clone();
    assert_eq!(signed.len(), 3);
    let mut last = None;
    for (covered, received) in signed.iter().zip(server.received()) {
        let time = covered.split(' ').next().unwrap();
        assert_eq!(*covered, format!("{time} POST /users true {}", received.body));
        assert_eq!(received.body, r#"{"name":"Ada"}"#);
        assert_eq!(received.header("authorization"), Some(format!("Sig {time}").as_str()));
        assert_ne!(last, Some(time.to_owned()), "an old signature is never sent again");
        last = Some(time.to_owned());
    }
}

/// Accepts what is signed at 10:00:00 the next day, give or take a minute.
fn strict(date: &'static str) -> impl Fn(&crate::support::Received, usize) -> Reply {
    move |request, _| {
        let time: u64 = request.header("authorization").unwrap()[4..].parse().unwrap();
        if time.abs_diff(784_202_400) <= 60 {
            return Reply::ok();
        }
        Reply::with(401, &[date], "")
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_the_server() {
    let server = Server::start(strict("Date: Mon, 07 Nov 1994 10:00:00 GMT")).await;
    let client = builder(&server.url).authenticator(Signer::default()).clock(Fixed).build().unwrap();
    assert_eq!(client.create_user("Ada").await.unwrap().attempts(), 2);
    assert_eq!(client.create_user("Ada").await.unwrap().attempts(), 1, "and stays so");

    // A server whose date agrees has another reason to refuse.
    let server = Server::start(strict("Date: Sun, 06 Nov 1994 08:49:40 GMT")).await;
    let client = builder(&server.url).authenticator(Signer::default()).clock(Fixed).build().unwrap();
    assert_eq!(client.create_user("Ada").await.unwrap_err().attempts(), 1);
}
