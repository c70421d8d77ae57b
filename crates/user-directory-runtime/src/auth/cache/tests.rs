use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const MARGIN: Duration = Duration::from_secs(60);

/// The end of a call that has time enough.
fn later() -> Instant {
    Instant::now() + Duration::from_secs(120)
}

/// Counts the tokens it makes, each of which takes a second.
#[derive(Clone, Default)]
struct Issuer(Arc<AtomicU32>);

impl Issuer {
    async fn issue(self, lifetime: Option<u64>) -> Result<Token, AuthError> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(Token::new(format!("token-{number}")).with_lifetime(lifetime.map(Duration::from_secs)))
    }

    async fn fail(self) -> Result<Token, AuthError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_secs(1)).await;
        Err(AuthError::new("no"))
    }

    fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

async fn get(cache: &TokenCache, issuer: &Issuer, lifetime: u64) -> String {
    let token = cache.get(later(), |_| issuer.clone().issue(Some(lifetime))).await.unwrap();
    token.expose().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_hundred_callers_make_one_request() {
    for lifetime in [0, 1, 3600] {
        let (cache, issuer) = (Arc::new(TokenCache::new(MARGIN)), Issuer::default());
        let calls: Vec<_> = (0..100)
            .map(|_| {
                let (cache, issuer) = (Arc::clone(&cache), issuer.clone());
                tokio::spawn(async move { get(&cache, &issuer, lifetime).await })
            })
            .collect();
        for call in calls {
            assert_eq!(call.await.unwrap(), "token-1");
        }
        assert_eq!(issuer.count(), 1, "lifetime {lifetime}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hundred_callers_share_one_failure_and_the_next_tries_again() {
    let (cache, issuer) = (Arc::new(TokenCache::new(MARGIN)), Issuer::default());
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let (cache, issuer) = (Arc::clone(&cache), issuer.clone());
            tokio::spawn(async move { cache.get(later(), |_| issuer.fail()).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap_err();
    }
    assert_eq!(issuer.count(), 1);
    assert_eq!(get(&cache, &issuer, 3600).await, "token-2");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_fetch_leaves_the_way_free() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    for _ in 0..3 {
        let fetch = cache.get(later(), |_| issuer.clone().issue(None));
        tokio::time::timeout(Duration::from_millis(500), fetch).await.unwrap_err();
    }
    assert_eq!(get(&cache, &issuer, 3600).await, "token-4");
}

#[tokio::test(start_paused = true)]
async fn those_waiting_take_over_from_a_cancelled_fetch() {
    let (cache, issuer) = (Arc::new(TokenCache::new(MARGIN)), Issuer::default());
    let spawn = || {
        let (cache, issuer) = (Arc::clone(&cache), issuer.clone());
        tokio::spawn(async move { get(&cache, &issuer, 3600).await })
    };
    let first = spawn();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let others = [spawn(), spawn(), spawn()];
    tokio::time::sleep(Duration::from_millis(100)).await;
    first.abort();
    for other in others {
        assert_eq!(other.await.unwrap(), "token-2");
    }
    assert_eq!(issuer.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn renewal_is_early_and_holds_nobody_up() {
    let (cache, issuer) = (Arc::new(TokenCache::new(MARGIN)), Issuer::default());
    assert_eq!(get(&cache, &issuer, 3600).await, "token-1");
    tokio::time::advance(Duration::from_secs(3539)).await;
    assert_eq!(get(&cache, &issuer, 3600).await, "token-1");
    tokio::time::advance(Duration::from_secs(1)).await;
    let renewing = {
        let (cache, issuer) = (Arc::clone(&cache), issuer.clone());
        tokio::spawn(async move { get(&cache, &issuer, 3600).await })
    };
    tokio::task::yield_now().await;
    assert_eq!(get(&cache, &issuer, 3600).await, "token-1", "the old one still works");
    assert_eq!(renewing.await.unwrap(), "token-2");
    assert_eq!(get(&cache, &issuer, 3600).await, "token-2");
    assert_eq!(issuer.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_early_renewal_does_not_fail_the_call() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    get(&cache, &issuer, 3600).await;
    tokio::time::advance(Duration::from_secs(3550)).await;
    for _ in 0..10 {
        let token = cache.get(later(), |_| issuer.clone().fail()).await.unwrap();
        assert_eq!(token.expose(), "token-1");
    }
    assert_eq!(issuer.count(), 2, "it pauses after a failure");
    tokio::time::advance(Duration::from_secs(60)).await;
    cache.get(later(), |_| issuer.clone().fail()).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn only_the_token_that_was_refused_is_discarded() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    get(&cache, &issuer, 3600).await;
    cache.discard(|token| token.expose() == "token-1");
    assert_eq!(get(&cache, &issuer, 3600).await, "token-2");
    for _ in 0..99 {
        cache.discard(|token| token.expose() == "token-1");
    }
    assert_eq!(get(&cache, &issuer, 3600).await, "token-2");
    assert_eq!(issuer.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_token_before_is_handed_to_the_source() {
    let cache = TokenCache::new(MARGIN);
    let first = Token::new("a").with_refresh(Some("r".into()));
    cache
        .get(
            later(),
            |previous: Option<Token>| async move { previous.map_or(Ok(first), |_| Err(AuthError::new("early"))) },
        )
        .await
        .unwrap();
    cache.discard(|_| true);
    let next = cache
        .get(later(), |previous: Option<Token>| async move {
            let refresh = previous.and_then(|token| token.refresh).map(|refresh| refresh.expose().to_owned());
            Ok(Token::new(refresh.unwrap_or_default()))
        })
        .await
        .unwrap();
    assert_eq!(next.expose(), "r");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_costs_no_call() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    get(&cache, &issuer, 20).await;
    tokio::time::advance(Duration::from_secs(10)).await;
    let hang = |_| {
        let issuer = issuer.clone();
        async move {
            issuer.0.fetch_add(1, Ordering::SeqCst);
            std::future::pending().await
        }
    };
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(9) {
        // A call that has half a second is not lost either.
        let deadline = Instant::now() + Duration::from_millis(500);
        let token = tokio::time::timeout_at(deadline, cache.get(deadline, hang)).await.unwrap().unwrap();
        assert_eq!(token.expose(), "token-1");
        tokio::time::advance(Duration::from_millis(100)).await;
    }
    assert_eq!(issuer.count(), 3, "renewals pause");
    tokio::time::advance(Duration::from_secs(1)).await;
    let token = tokio::time::timeout(Duration::from_secs(60), cache.get(later(), hang)).await;
    assert!(token.is_err(), "the old one has expired");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_its_caller_drops_pauses_the_next() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    get(&cache, &issuer, 3600).await;
    tokio::time::advance(Duration::from_secs(3550)).await;
    for _ in 0..10 {
        let renewal = cache.get(later(), |_| issuer.clone().issue(None));
        drop(tokio::time::timeout(Duration::from_millis(1), renewal).await);
    }
    assert_eq!(issuer.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_is_given_up_and_not_begun_again_at_once() {
    let (cache, issuer) = (TokenCache::new(MARGIN), Issuer::default());
    get(&cache, &issuer, 3600).await;
    tokio::time::advance(Duration::from_secs(3550)).await;
    let began = Instant::now();
    for _ in 0..10 {
        let hang = |_| {
            issuer.0.fetch_add(1, Ordering::SeqCst);
            std::future::pending()
        };
        assert_eq!(cache.get(later(), hang).await.unwrap().expose(), "token-1");
    }
    assert_eq!((issuer.count(), began.elapsed()), (2, RENEWAL_LIMIT));
}
