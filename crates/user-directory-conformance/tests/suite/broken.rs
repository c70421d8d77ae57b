//! The suite itself: each check finds the directory that is broken in what it checks.

use std::sync::atomic::{AtomicU64, Ordering};

use user_directory::conformance::{self, Fixture, Outcome, Standard};
use user_directory::{Directory, Field, Grant, Narrowed, NewUser, UserId};

use crate::block_on;
use crate::broken_directory::Broken;

/// What the handle refuses cannot be broken in an implementation, only sent nevertheless.
const REFUSED_BY_THE_HANDLE: [&str; 7] = [
    "unsupported_verbs_send_nothing",
    "create_without_a_needed_field_fails",
    "create_with_a_field_it_cannot_take_fails",
    "invite_without_a_needed_field_fails",
    "update_of_what_cannot_be_changed_fails",
    "grants_keep_to_their_scopes",
    "filters_and_orders_of_what_is_not_told_fail",
];

/// Says that another request was sent whenever it is asked.
struct Counting(Standard, AtomicU64);

impl Fixture for Counting {
    fn new_user(&self, directory: &Directory, fields: &[Field]) -> NewUser {
        self.0.new_user(directory, fields)
    }

    fn missing_id(&self) -> UserId {
        self.0.missing_id()
    }

    fn grants(&self, directory: &Directory) -> Option<[Grant; 2]> {
        self.0.grants(directory)
    }

    fn requests(&self) -> Option<u64> {
        Some(self.1.fetch_add(1, Ordering::SeqCst))
    }
}

#[test]
fn every_check_finds_its_fault() {
    for check in conformance::checks() {
        let directory = Directory::new(Broken::new(check.name));
        let outcome = if REFUSED_BY_THE_HANDLE.contains(&check.name) {
            let counting = Counting(Standard::new(), AtomicU64::new(0));
            block_on(conformance::run_one(check, &directory, &counting))
        } else {
            block_on(conformance::run_one(check, &directory, &Standard::new()))
        };
        assert!(matches!(outcome, Outcome::Failed(_)), "{} does not notice: {outcome:?}", check.name);
    }
}

#[test]
fn without_a_fault_every_check_passes() {
    let whole = Directory::new(Broken::new("none"));
    let read_only = Directory::new(Narrowed::read_only(Directory::in_memory()));
    for check in conformance::checks() {
        // Checks of what cannot be done need a directory that cannot do it.
        let directory = match check.name {
            "unsupported_verbs_send_nothing" | "unsupported_verbs_fail_in_the_implementation" => &read_only,
            name if REFUSED_BY_THE_HANDLE.contains(&name) => &Directory::new(Broken::new(name)),
            _ => &whole,
        };
        let outcome = block_on(conformance::run_one(check, directory, &Standard::new()));
        assert_eq!(outcome, Outcome::Passed, "{}", check.name);
    }
}

#[test]
fn a_directory_that_panics_fails_its_check_alone() {
    #[derive(Debug)]
    struct Panics;

    #[user_directory::async_trait]
    impl Fixture for Panics {
        fn new_user(&self, _: &Directory, _: &[Field]) -> NewUser {
            panic!("out of names")
        }

        fn missing_id(&self) -> UserId {
            UserId::new("nobody").unwrap()
        }

        fn grants(&self, _: &Directory) -> Option<[Grant; 2]> {
            None
        }
    }

    let report = block_on(conformance::run(&Directory::in_memory(), &Panics));
    assert!(report.failed().contains(&"get_returns_the_person"));
    assert!(report.passed().contains(&"get_of_the_missing_fails"));
    assert!(!report.is_ok());
}
