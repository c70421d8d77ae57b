//! What has no end: lists that go round in circles, directories and audit logs that do not answer.

use std::error::Error as StdError;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use user_directory::request::{Enrol, Find, Get, ListPage};
use user_directory::{
    AuditEntry, AuditPhase, AuditSink, Audited, Capabilities, Directory, DirectorySet, Enrolment, ErrorKind, InMemory,
    ListQuery, NewUser, Page, PageToken, Result, Status, User, UserDirectory, UserId, async_trait, scan,
};

use crate::block_on;

const SHORT: Duration = Duration::from_millis(100);

/// A directory whose pages are told by number, and which does not answer anything else.
#[derive(Debug)]
struct Lists {
    capabilities: Capabilities,
    pages: fn(u64) -> &'static [&'static str],
    asked: Arc<AtomicU64>,
}

impl Lists {
    fn new(pages: fn(u64) -> &'static [&'static str]) -> Self {
        Self { capabilities: Directory::in_memory().capabilities().clone(), pages, asked: Arc::default() }
    }
}

#[async_trait]
impl UserDirectory for Lists {
    fn provider(&self) -> &'static str {
        "lists"
    }
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
    async fn list_page(&self, request: ListPage) -> Result<Page<User>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let number = request.at.map_or(0, |token| token.as_str().parse().unwrap());
        let status = |id: &str| if id.starts_with('x') { Status::Disabled } else { Status::Active };
        let ids = (self.pages)(number);
        let users = ids.iter().map(|id| User::new(UserId::new(*id).unwrap(), status(id)));
        let next = PageToken::new((number + 1).to_string());
        Ok(Page::new(users.collect(), (!ids.contains(&"last")).then_some(next), None))
    }
    async fn get(&self, _: Get) -> Result<User> {
        pending().await
    }
    async fn find(&self, request: Find) -> Result<Vec<User>> {
        let nobody = "nobody@example.com";
        if request.key.value() == nobody { scan(self, &request.key).await } else { pending().await }
    }
    async fn enrol(&self, _: Enrol) -> Result<Enrolment> {
        pending().await
    }
}

#[test]
fn what_a_filter_leaves_of_a_page_does_not_decide_whether_it_was_there_before() {
    let collect = |pages| {
        let mut lists = Lists::new(pages);
        lists.capabilities = lists.capabilities.with_filters(vec![]);
        let query = ListQuery::new().active(false);
        block_on(async { Directory::new(lists).list_with(query).collect().await })
    };
    // Somebody joined meanwhile, so that `x` comes twice.
    let shifted = |number| if number == 0 { &["a", "b", "x"][..] } else { &["x", "c", "last"] };
    assert_eq!(collect(shifted).unwrap().len(), 2);
    let endless = collect(|_| &["a", "b"]).unwrap_err();
    assert!(endless.to_string().contains("again"), "{endless}");
}

#[test]
fn a_page_that_was_there_before_ends_a_list_and_a_search() {
    type Pages = fn(u64) -> &'static [&'static str];
    let always: Pages = |_| &["a", "b"];
    let circle: Pages = |number| match number {
        0 => &["a", "b"],
        n if n % 2 == 1 => &["c", "d"],
        _ => &["e", "f"],
    };
    for (pages, users, asked) in [(always, 2, 2), (circle, 6, 4)] {
        let lists = Lists::new(pages);
        let count = Arc::clone(&lists.asked);
        let directory = Directory::new(lists);
        block_on(async {
            let mut list = directory.list();
            for _ in 0..users {
                list.next().await.unwrap().unwrap();
            }
            let error = list.next().await.unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains("again"), "{error}");
            assert!(list.next().await.is_none());
            assert_eq!(count.swap(0, Ordering::SeqCst), asked);
            let error = directory.find_by_email("nobody@example.com").await.unwrap_err();
            assert!(error.to_string().contains("again"), "{error}");
            assert_eq!(count.load(Ordering::SeqCst), asked);
        });
    }
}

#[test]
fn pages_without_number_end_as_well() {
    let lists = Lists::new(|_| &[]);
    let count = Arc::clone(&lists.asked);
    let error = block_on(Directory::new(lists).list().collect()).unwrap_err();
    assert!(error.to_string().contains("100000 pages"), "{error}");
    assert_eq!(count.load(Ordering::SeqCst), 100_001);
}

#[test]
fn a_directory_that_does_not_answer_holds_nobody_up() {
    block_on(async {
        let staff = Directory::in_memory();
        staff.create(NewUser::new("ada@example.com")).await.unwrap();
        for concurrency in [1, 8] {
            let set = DirectorySet::new()
                .with("silent", Directory::new(Lists::new(|_| &[])))
                .with("staff", staff.clone())
                .with("partners", Directory::in_memory())
                .concurrency(concurrency)
                .time_limit(SHORT);
            let began = Instant::now();
            let lookup = set.find_by_email("ada@example.com").await;
            assert!(began.elapsed() < SHORT * 50, "{:?}", began.elapsed());
            assert_eq!(lookup.found().map(|(name, _)| name).collect::<Vec<_>>(), ["staff"]);
            let failed: Vec<_> = lookup.failed().map(|(name, error)| (name, error.kind())).collect();
            assert_eq!(failed, [("silent", ErrorKind::Timeout)]);
        }
    });
}

/// Takes so many entries, and then hangs.
#[derive(Clone)]
struct Hangs(Arc<AtomicU64>, u64);

#[async_trait]
impl AuditSink for Hangs {
    async fn record(&self, entry: AuditEntry) -> std::result::Result<(), Box<dyn StdError + Send + Sync>> {
        assert!(entry.phase == AuditPhase::Started || self.1 == 1);
        if self.0.fetch_add(1, Ordering::SeqCst) >= self.1 {
            pending::<()>().await;
        }
        Ok(())
    }
}

#[test]
fn an_audit_log_that_hangs_fails_the_call_before_and_delays_it_after() {
    for (entries, done) in [(0, false), (1, true)] {
        let memory = InMemory::new();
        let audited = Audited::new(memory.clone().into(), Hangs(Arc::default(), entries), "admin-1").time_limit(SHORT);
        let began = Instant::now();
        let result = block_on(Directory::new(audited).create(NewUser::new("ada@example.com")));
        assert!(began.elapsed() >= SHORT && began.elapsed() < SHORT * 50, "{:?}", began.elapsed());
        assert_eq!((result.is_ok(), memory.len()), (done, usize::from(done)));
        if let Err(error) = result {
            assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::Unavailable, false));
        }
    }
}
