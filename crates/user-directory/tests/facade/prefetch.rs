//! Pages that are fetched ahead: how many at a time, in which order, and no more than there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::yield_now;
#[cfg(feature = "all")]
use user_directory::request::Get;
use user_directory::request::{Find, ListPage};
use user_directory::{
    Capabilities, Directory, Error, ErrorKind, ListQuery, Page, PageToken, Result, Status, User, UserDirectory, UserId,
    Verb, async_trait, scan,
};

use crate::block_on;

/// How many users are on a page.
const SIZE: usize = 10;

/// A list of so many pages, which counts the requests and how many of them are under way at the same time. The later a
/// page, the sooner it is there.
#[derive(Debug)]
struct Lists {
    pages: usize,
    kind: Kind,
    asked: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Numbers, and a total.
    Total,
    /// Numbers, and an empty page at the end.
    Open,
    /// Tokens that tell nothing.
    Opaque,
    /// Numbers; the fifth page fails.
    Fails,
    /// Numbers; the third page is followed by the tenth.
    Leaps,
}

#[derive(Clone, Debug)]
struct Counts(Arc<Lists>);

impl Counts {
    fn new(kind: Kind, pages: usize) -> Self {
        let [asked, now, most] = [0; 3].map(AtomicUsize::new);
        Self(Arc::new(Lists { pages, kind, asked, now, most }))
    }

    /// Returns how many requests there were, and how many at the same time.
    fn counts(&self) -> (usize, usize) {
        (self.0.asked.load(Ordering::SeqCst), self.0.most.load(Ordering::SeqCst))
    }
}

#[async_trait]
impl UserDirectory for Counts {
    fn provider(&self) -> &'static str {
        "counts"
    }
    fn capabilities(&self) -> &Capabilities {
        static CAN: Capabilities = Capabilities::NONE.native(&[Verb::List, Verb::FindByEmail]);
        &CAN
    }
    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let Lists { pages, kind, asked, now, most } = &*self.0;
        asked.fetch_add(1, Ordering::SeqCst);
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let page: usize = request.at.map_or(0, |at| at.as_str().trim_start_matches("page-").parse().unwrap());
        for _ in 0..=(pages.saturating_sub(page) * 2) {
            yield_now().await;
        }
        now.fetch_sub(1, Ordering::SeqCst);
        if *kind == Kind::Fails && page == 4 {
            return Err(Error::new(ErrorKind::Unavailable, "counts"));
        }
        let count = if page < *pages { SIZE } else { 0 };
        let users = (0..count).map(|n| User::new(UserId::new((page * SIZE + n).to_string()).unwrap(), Status::Active));
        let next = if *kind == Kind::Leaps && page == 2 { 9 } else { page + 1 };
        let last = match kind {
            Kind::Open => page >= *pages,
            _ => next >= *pages,
        };
        let next = match kind {
            Kind::Opaque => PageToken::new(next.to_string()),
            _ => PageToken::counted("page-", next as u64, 1),
        };
        let total = matches!(kind, Kind::Total | Kind::Fails).then_some((pages * SIZE) as u64);
        Ok(Page::new(users.collect(), (!last).then_some(next), total))
    }
    async fn find(&self, request: Find) -> Result<Vec<User>> {
        scan(self, &request.key).await
    }
}

async fn ids(directory: &Directory, ahead: usize) -> Vec<usize> {
    let users = directory.list().prefetch(ahead).collect().await.unwrap();
    users.iter().map(|user| user.id.as_str().parse().unwrap()).collect()
}

#[test]
fn pages_come_in_order_so_many_at_a_time() {
    for (kind, ahead, requests, most) in [
        (Kind::Total, 0, 20, 1),
        (Kind::Total, 1, 20, 1),
        (Kind::Total, 8, 20, 8),
        (Kind::Total, 100, 20, 19),
        (Kind::Open, 1, 21, 1),
        // Up to seven pages after the end.
        (Kind::Open, 8, 28, 8),
        (Kind::Opaque, 8, 20, 1),
    ] {
        let counts = Counts::new(kind, 20);
        let ids = block_on(ids(&Directory::new(counts.clone()), ahead));
        assert_eq!(ids, (0..20 * SIZE).collect::<Vec<_>>(), "{kind:?} {ahead}");
        let (asked, at_once) = counts.counts();
        assert_eq!(at_once, most, "{kind:?} {ahead}");
        // Of the pages after the end some are dropped before they are sent.
        let least = if kind == Kind::Open { 21 } else { requests };
        assert!((least..=requests).contains(&asked), "{kind:?} {ahead}: {asked}");
    }
}

#[test]
fn the_next_page_is_fetched_while_one_is_used() {
    for (ahead, asked) in [(0, 1), (1, 2), (8, 9)] {
        let counts = Counts::new(Kind::Total, 20);
        let directory = Directory::new(counts.clone());
        block_on(async {
            let mut users = directory.list().prefetch(ahead);
            users.next().await.unwrap().unwrap();
            yield_now().await;
            // The first user does not wait for more than the start of one request.
            assert_eq!(counts.counts().0, asked.min(2));
            for _ in 1..SIZE {
                users.next().await.unwrap().unwrap();
                yield_now().await;
            }
            assert_eq!(counts.counts().0, asked);
        });
    }
}

/// A directory that takes one call at a time.
#[cfg(feature = "all")]
#[derive(Debug)]
struct OneAtATime(Counts, tokio::sync::Semaphore);

#[cfg(feature = "all")]
#[async_trait]
impl UserDirectory for OneAtATime {
    fn provider(&self) -> &'static str {
        "one"
    }
    fn capabilities(&self) -> &Capabilities {
        static CAN: Capabilities = Capabilities::NONE.native(&[Verb::List, Verb::Get]);
        &CAN
    }
    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        let _permit = self.1.acquire().await.unwrap();
        self.0.list_page(request).await
    }
    async fn get(&self, request: Get) -> Result<User> {
        let _permit = self.1.acquire().await.unwrap();
        Ok(User::new(request.id, Status::Active))
    }
}

/// A page that is fetched ahead must not hold up the calls that are made while the list is not polled.
#[cfg(feature = "all")]
#[test]
fn calls_between_two_users_do_not_wait_for_the_list() {
    let directory = Directory::new(OneAtATime(Counts::new(Kind::Total, 20), tokio::sync::Semaphore::new(1)));
    block_on(async {
        let mut users = directory.list().prefetch(8);
        let mut count = 0;
        while let Some(user) = users.next().await {
            directory.get(&user.unwrap().id).await.unwrap();
            count += 1;
        }
        assert_eq!(count, 20 * SIZE);
    });
}

#[test]
fn no_more_pages_are_kept_than_were_asked_for() {
    let counts = Counts::new(Kind::Total, 50);
    let directory = Directory::new(counts.clone());
    block_on(async {
        let mut pages = directory.pages(ListQuery::new()).prefetch(4);
        for reached in 1..=50 {
            pages.next().await.unwrap().unwrap();
            for _ in 0..200 {
                yield_now().await;
            }
            assert!(counts.counts().0 <= reached + 4);
        }
        assert!(pages.next().await.is_none());
    });
}

#[test]
fn the_first_error_ends_the_list_after_the_pages_before_it() {
    let directory = Directory::new(Counts::new(Kind::Fails, 20));
    block_on(async {
        let mut users = directory.list().prefetch(8);
        for expected in 0..4 * SIZE {
            assert_eq!(users.next().await.unwrap().unwrap().id.as_str(), expected.to_string());
        }
        assert_eq!(users.next().await.unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
        assert!(users.next().await.is_none());
    });
}

#[test]
fn what_the_directory_says_comes_before_what_was_guessed() {
    let directory = Directory::new(Counts::new(Kind::Leaps, 20));
    let ids = block_on(ids(&directory, 8));
    assert_eq!(ids, (0..3 * SIZE).chain(9 * SIZE..20 * SIZE).collect::<Vec<_>>());
}

#[test]
fn a_search_asks_for_no_page_that_is_not_there() {
    for (kind, requests, most) in [(Kind::Total, 20, 8), (Kind::Open, 21, 1), (Kind::Opaque, 20, 1)] {
        let counts = Counts::new(kind, 20);
        let found = block_on(Directory::new(counts.clone()).find_by_email("ada@example.com")).unwrap();
        assert!(found.is_empty());
        assert_eq!(counts.counts(), (requests, most), "{kind:?}");
    }
}
