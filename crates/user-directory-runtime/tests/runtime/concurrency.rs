use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use user_directory_runtime::{AttemptOutcome, Interceptor};

use crate::support::{Reply, Server, builder};

/// Fails every third request once, by status or by reset.
fn flaky(index: usize) -> Reply {
    match index % 6 {
        1 => Reply::status(503),
        4 => Reply::reset(),
        _ => Reply::ok(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_callers_share_a_client() {
    let server = Server::start(|request, index| match request.method.as_str() {
        "GET" => flaky(index),
        _ => Reply::ok(),
    })
    .await;
    let client = builder(&server.url).retry(crate::support::quick().max_attempts(20)).build().unwrap();
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                client.get_user(&number.to_string()).await?;
                client.create_user(&format!("user-{number}")).await.map(drop)
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut created: Vec<_> = server.received().into_iter().filter(|r| r.method == "POST").map(|r| r.body).collect();
    assert_eq!(created.len(), 64, "no user is created twice");
    created.sort();
    created.dedup();
    assert_eq!(created.len(), 64);
}

/// Counts what is under way, through the limit.
#[derive(Clone, Default)]
struct Done(Arc<AtomicUsize>);

impl Interceptor for Done {
    fn after_attempt(&self, _: &AttemptOutcome<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn concurrency_is_limited_over_all_clones() {
    let done = Done::default();
    let (finished, worst) = (Arc::clone(&done.0), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&worst);
    let server = Server::start(move |_, index| {
        let under_way = index + 1 - finished.load(Ordering::SeqCst).min(index + 1);
        seen.fetch_max(under_way, Ordering::SeqCst);
        Reply::ok().after(Duration::from_millis(10))
    })
    .await;
    let client = builder(&server.url).max_concurrency(3).interceptor(done).build().unwrap();
    let calls: Vec<_> = (0..15)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.get_user("1").await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.count(), 15);
    let worst = worst.load(Ordering::SeqCst);
    assert!(worst <= 3, "{worst} at a time");
}

#[cfg(feature = "rate-limit")]
#[tokio::test]
async fn the_rate_is_limited_over_all_clones() {
    let server = Server::start(|_, _| Reply::ok()).await;
    let rate = std::num::NonZeroU32::new(20).unwrap();
    let client = builder(&server.url).max_per_second(rate).build().unwrap();
    let started = std::time::Instant::now();
    for _ in 0..25 {
        client.clone().get_user("1").await.unwrap();
    }
    // A burst of 20, then five more at 50 ms each.
    assert!(started.elapsed() >= Duration::from_millis(240), "{:?}", started.elapsed());
    assert_eq!(server.count(), 25);
}
