//! The directory in memory is the reference: it runs every check that can run at all.

use user_directory::conformance::{self, Standard};
use user_directory::{Directory, ErrorKind, Grant, InMemory, ListQuery, Mfa, NewUser, Secret, UserPatch};

use crate::block_on;

/// What a directory that can do everything has nothing to show for.
const SKIPPED: [&str; 5] = [
    "unsupported_verbs_send_nothing",
    "unsupported_verbs_fail_in_the_implementation",
    "filters_and_orders_of_what_is_not_told_fail",
    "create_with_a_field_it_cannot_take_fails",
    "grants_keep_to_their_scopes",
];

#[test]
fn conforms_and_skips_nothing_that_applies() {
    let report = block_on(conformance::run(&Directory::in_memory(), &Standard::new()));
    report.assert_ok();
    assert_eq!(report.skipped(), SKIPPED, "{report}");
    assert_eq!(report.passed().len(), conformance::checks().count() - SKIPPED.len());
}

#[test]
fn conforms_with_other_page_sizes() {
    for size in [1, 2, 3] {
        let directory = InMemory::with_page_size(size).into();
        let report = block_on(conformance::run(&directory, &Standard::new()));
        report.assert_ok();
    }
}

#[test]
fn the_suite_leaves_nobody_behind() {
    let memory = InMemory::new();
    let directory = Directory::new(memory.clone());
    let _ = block_on(conformance::run(&directory, &Standard::new()));
    assert!(memory.is_empty());
    assert!(block_on(directory.list_deleted().collect()).unwrap().is_empty());
}

#[test]
fn scopes_make_two_grants_of_one_role() {
    block_on(async {
        let directory = Directory::in_memory();
        let id = directory.create(NewUser::new("ada@example.com")).await.unwrap().id;
        directory.grant(&id, Grant::new("auditor")).await.unwrap();
        directory.grant(&id, Grant::new("auditor").scoped("bank-1")).await.unwrap();
        assert_eq!(directory.grants(&id).await.unwrap().len(), 2);
        directory.revoke(&id, Grant::new("auditor")).await.unwrap();
        let left = directory.grants(&id).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].scope.as_deref(), Some("bank-1"));
        // An id that is not that of the grant takes nothing away.
        let other = left[0].clone().with_grant_id("another");
        directory.revoke(&id, other).await.unwrap();
        assert_eq!(directory.grants(&id).await.unwrap().len(), 1);
    });
}

#[test]
fn what_has_no_verb_can_be_edited() {
    block_on(async {
        let memory = InMemory::new();
        let directory = Directory::new(memory.clone());
        let id = directory.create(NewUser::new("ada@example.com")).await.unwrap().id;
        memory.edit(&id, |user| user.mfa = Some(Mfa::enrolled(None))).unwrap();
        assert!(directory.get(&id).await.unwrap().mfa.unwrap().enrolled);
        directory.reset_mfa(&id).await.unwrap();
        assert!(!directory.get(&id).await.unwrap().mfa.unwrap().enrolled);
        let password = Secret::from("correct horse");
        let patch = UserPatch::new().password(password.clone());
        directory.update(&id, patch).await.unwrap();
        assert!(memory.has_password(&id, &password).unwrap());
        let taken = NewUser::new("ADA@example.com");
        let error = directory.create(taken).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    });
}

#[test]
fn a_page_tells_how_many_there_are() {
    block_on(async {
        let directory = Directory::in_memory();
        for n in 0..7 {
            directory.create(NewUser::new(format!("{n}@example.com"))).await.unwrap();
        }
        let mut users = directory.list_with(ListQuery::new().page_size(3));
        assert_eq!(users.total(), None);
        let mut count = 0;
        while let Some(user) = users.next().await {
            user.unwrap();
            count += 1;
            assert_eq!(users.total(), Some(7));
        }
        assert_eq!(count, 7);
    });
}
