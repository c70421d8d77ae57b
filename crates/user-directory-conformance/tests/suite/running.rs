//! How the suite runs, stops and reports.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use user_directory::conformance::{self, Fixture, Standard, Suite};
use user_directory::{
    Directory, Error, ErrorKind, Field, Grant, InMemory, Narrowed, NewUser, Result, User, UserId, Verb, async_trait,
};

use crate::block_on;
use crate::broken_directory::Broken;

/// The standard fixture, that fails in one way.
struct Failing(Standard, &'static str, AtomicU32);

impl Failing {
    fn by(fault: &'static str) -> Self {
        Self(Standard::new(), fault, AtomicU32::new(0))
    }
}

#[async_trait]
impl Fixture for Failing {
    async fn person(&self, directory: &Directory) -> Result<User> {
        match self.1 {
            "panics" => panic!("out of names"),
            "hangs" => std::future::pending().await,
            "is refused" => Err(Error::new(ErrorKind::Unauthenticated, "in-memory")
                .with_verb(Verb::Create)
                .with_message("the key has expired")),
            "is refused later" if self.2.fetch_add(1, Ordering::SeqCst) > 40 => {
                Err(Error::new(ErrorKind::Unavailable, "in-memory").with_verb(Verb::Create))
            }
            _ => self.0.person(directory).await,
        }
    }

    async fn remove(&self, directory: &Directory, id: &UserId) -> Result<()> {
        match self.1 {
            "keeps people" => Err(Error::new(ErrorKind::PermissionDenied, "in-memory").with_verb(Verb::Delete)),
            _ => self.0.remove(directory, id).await,
        }
    }

    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser {
        self.0.new_user(directory, fields)
    }

    fn missing_id(&self) -> UserId {
        self.0.missing_id()
    }

    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]> {
        self.0.grants(directory)
    }
}

#[test]
fn a_failed_set_up_stops_the_suite_with_one_failure() {
    let limited = Suite::new().check_limit(Duration::from_millis(50));
    for (fault, verb, seen, provider_text) in [
        ("is refused", Some(Verb::Create), "not authenticated", Some("the key has expired")),
        ("is refused later", Some(Verb::Create), "not available", None),
        ("panics", None, "out of names", None),
        ("hangs", None, "had not ended", None),
        ("keeps people", Some(Verb::Delete), "permission denied", None),
    ] {
        let report = block_on(limited.run(&Directory::in_memory(), &Failing::by(fault)));
        let stopped = report.stopped().unwrap_or_else(|| panic!("{fault}\n{report}"));
        assert_eq!((stopped.verb, stopped.provider_text.as_deref()), (verb, provider_text), "{fault}\n{report}");
        assert!(stopped.seen.contains(seen), "{report}");
        assert!(report.failed().is_empty() && !report.is_ok(), "{report}");
        assert!(report.not_run().len() > 10 && report.to_string().contains("STOPPED"), "{report}");
        assert_eq!(report.checks().len(), conformance::checks().count());
    }
}

#[test]
fn a_directory_that_panics_or_hangs_fails_its_check_alone() {
    for (fault, verb, seen) in
        [("a panic", Verb::Grants, "the server room is on fire"), ("no answer", Verb::Grants, "had not ended")]
    {
        let memory = InMemory::new();
        let directory = Directory::new(Broken::around(memory.clone(), fault));
        let suite = Suite::new().check_limit(Duration::from_millis(300));
        let report = block_on(suite.run(&directory, &Standard::new()));
        assert_eq!(report.stopped(), None, "{report}");
        let failure = report.failure("grants_of_the_missing_fail").unwrap();
        assert_eq!(failure.verb, Some(verb), "{report}");
        assert!(failure.seen.contains(seen), "{report}");
        assert!(report.passed().contains(&"lock_locks"), "{report}");
        assert!(memory.is_empty());
    }
}

#[test]
fn the_whole_suite_ends_in_time() {
    let begun = Instant::now();
    let suite = Suite::new().limit(Duration::from_millis(300));
    let report = block_on(suite.run(&Directory::new(Broken::new("no answer")), &Standard::new()));
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert!(report.stopped().unwrap().expected.contains("300ms"), "{report}");
    assert!(!report.not_run().is_empty());
}

#[test]
fn a_directory_that_lags_has_time_to_settle() {
    let lagging = || Directory::new(Broken::new("lags"));
    let report = block_on(Suite::new().run(&lagging(), &Standard::new()));
    assert!(report.failed().contains(&"list_has_the_person"), "{report}");
    let report = block_on(Suite::new().settle(Duration::from_secs(5)).run(&lagging(), &Standard::new()));
    report.assert_ok();
    let told = Directory::new(Broken::new("lags, as its capabilities say"));
    block_on(Suite::new().run(&told, &Standard::new())).assert_ok();
    // What never comes is not waited for longer than that.
    let begun = Instant::now();
    let suite = Suite::new().settle(Duration::from_millis(200)).only(["list_has_the_person"]);
    let report = block_on(suite.run(&Directory::new(Broken::new("list_has_the_person")), &Standard::new()));
    assert!(report.failure("list_has_the_person").unwrap().seen.contains("200ms"), "{report}");
    assert!((200..5000).contains(&begun.elapsed().as_millis()));
}

#[test]
fn calls_are_paced() {
    let begun = Instant::now();
    let suite = Suite::new().pace(Duration::from_millis(20)).only(["find_by_email_finds_the_person"]);
    let report = block_on(suite.run(&Directory::in_memory(), &Standard::new()));
    report.assert_ok();
    // Two people are made, found once, and removed.
    assert!((100..5000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
}

#[test]
fn a_name_that_no_check_has_is_refused() {
    let report = block_on(Suite::new().only(["get_returns_the_parson"]).run(&Directory::in_memory(), &Standard::new()));
    assert_eq!(report.stopped().unwrap().seen, "get_returns_the_parson");
    assert!(!report.is_ok());
}

#[test]
fn a_report_is_serialized_as_documented() {
    let suite =
        Suite::new().only(["get_returns_the_person", "lock_locks", "find_by_email_finds_the_person"]).requests(|| 7);
    let broken = Directory::new(Broken::new("get_returns_the_person")).named("spare");
    let directory = Directory::new(Narrowed::without(broken, &[Verb::Lock]));
    let mut report = serde_json::to_value(block_on(suite.run(&directory, &Standard::new()))).unwrap();
    for check in report["checks"].as_array_mut().unwrap() {
        assert!(check["milliseconds"].take().as_u64().is_some());
    }
    let seen = report["checks"][0]["seen"].take();
    assert_eq!(seen, r#"Some("somebody@example.com")"#);
    let expected = report["checks"][0]["expected"].take();
    assert!(expected.as_str().unwrap().contains("@conformance.example.com"));
    assert_eq!(
        report,
        json!({
            "provider": "in-memory", "name": "spare", "suite": env!("CARGO_PKG_VERSION"),
            "passed": 1, "skipped": 1, "failed": 1, "not_run": 0, "stopped": null,
            "checks": [
                {
                    "check": "get_returns_the_person", "outcome": "failed", "milliseconds": null, "requests": 0,
                    "contract": "`get` returns the person with this id, as they are.",
                    "verb": "get", "field": "email", "expected": null, "seen": null, "provider_text": null,
                    "calls": ["create", "get"]
                },
                {"check": "find_by_email_finds_the_person", "outcome": "passed", "milliseconds": null, "requests": 0},
                {
                    "check": "lock_locks", "outcome": "skipped", "milliseconds": null, "requests": 0,
                    "reason": "the directory does not support lock"
                }
            ]
        })
    );
    // The README documents each field.
    let readme = include_str!("../../README.md");
    let Value::Object(fields) = &report else { panic!("{report}") };
    assert!(fields.keys().all(|name| readme.contains(name.as_str())));
    let checks = report["checks"].as_array().unwrap().iter().filter_map(Value::as_object);
    assert!(checks.flat_map(|check| check.keys()).all(|name| readme.contains(name.as_str())));
}

/// On an account with many others the suite reads their pages, with the largest size, and sends nothing more.
#[test]
fn others_cost_their_pages_alone() {
    let requests = |others: u32| {
        let memory = InMemory::new();
        let directory = Directory::new(memory.clone());
        block_on(async {
            for n in 0..others {
                directory.create(NewUser::new(format!("other-{n}@example.com"))).await.unwrap();
            }
        });
        let broken = Broken::around(memory.clone(), "none");
        let counter = broken.requests();
        let count = std::sync::Arc::clone(&counter);
        let suite = Suite::new().requests(move || count.load(Ordering::SeqCst));
        let report = block_on(suite.run(&Directory::new(broken), &Standard::new()));
        report.assert_ok();
        assert_eq!(memory.len(), others as usize);
        counter.load(Ordering::SeqCst)
    };
    let (alone, crowded) = (requests(0), requests(1000));
    // A page has 1,000 people at most, so that each whole list has a second one.
    assert!(crowded <= alone + 30, "{alone} {crowded}");
}
