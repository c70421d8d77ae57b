//! Calls whose outcome is unknown: looked up, and repeated only if that does no harm.

use std::error::Error as _;
use std::time::Duration;

use user_directory::jobs::{Ended, Many, MemoryJournal, Run, Stopped, many};
use user_directory::{Capabilities, Error, ErrorKind, Grant, Outcome, UserPatch, Verb};

use crate::moody::{Mishap, Moody};
use crate::{items, people, word};

type Make = fn(Many) -> Run<Outcome>;

/// How it ended, and how often it was done.
type End = (&'static str, usize);

/// What comes of an answer that is lost, and of a request that is lost.
const VERBS: &[(&str, Make, End, End)] = &[
    ("disable", |many| many.disable(), ("found done", 1), ("done", 1)),
    ("lock", |many| many.lock(), ("found done", 1), ("done", 1)),
    ("delete", |many| many.delete(), ("found done", 1), ("done", 1)),
    ("purge", |many| many.purge(), ("found done", 1), ("done", 1)),
    ("grant", |many| many.grant(Grant::new("reader")), ("found done", 1), ("done", 1)),
    ("replace_grants", |many| many.replace_grants(vec![Grant::new("reader")]), ("found done", 1), ("done", 1)),
    ("update", |many| many.update(UserPatch::new().given_name("Eva")), ("found done", 1), ("done", 1)),
    ("clear", |many| many.update(UserPatch::new().clear_given_name()), ("found done", 1), ("done", 1)),
    // Nobody can see whether these were done.
    ("password", |many| many.update(UserPatch::new().password("x")), ("unknown", 1), ("unknown", 0)),
    ("reset_password", |many| many.reset_password(), ("unknown", 1), ("unknown", 0)),
    ("reset_mfa", |many| many.reset_mfa(), ("found done", 1), ("unknown", 0)),
];

#[tokio::test]
async fn nothing_is_done_twice_that_must_not_be() {
    for (verb, make, after, before) in VERBS {
        for (mishap, (ended, times)) in [(Mishap::After, after), (Mishap::Before, before)] {
            let moody = Moody::new();
            let ids = people(&moody.memory(), 5).await;
            if *verb == "reset_mfa" {
                let mfa = user_directory::Mfa::enrolled(None);
                let memory = moody.memory();
                let memory = memory.downcast_ref::<user_directory::InMemory>().unwrap();
                memory.edit(&ids[2], |user| user.mfa = Some(mfa)).unwrap();
            }
            moody.mishaps(&ids[2], [mishap]);
            let mut run = make(many(&moody.directory(), ids.clone()));
            let items = items(&mut run).await;
            for (item, id) in items.iter().zip(&ids) {
                let (ended, times) = if *id == ids[2] { (*ended, *times) } else { ("done", 1) };
                assert_eq!((word(&item.ended), moody.times(id)), (ended, times), "{verb} {mishap:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_never_seen_is_given_up() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 1).await;
    moody.mishaps(&ids[0], [Mishap::Before; 10]);
    let mut run = many(&moody.directory(), ids).disable();
    let items = items(&mut run).await;
    assert!(matches!(&items[0].ended, Ended::Unknown(error) if error.outcome_unknown()));
    // Three attempts, and a look after each but the last.
    assert_eq!(moody.log(|log| (log.sent.len(), log.looks)), (3, 2));
}

#[tokio::test]
async fn a_refusal_says_nothing_of_the_attempt_before() {
    let hour = Duration::from_secs(3600);
    for (mishap, kind, stopped) in [
        (Mishap::Refused(ErrorKind::Conflict), ErrorKind::Conflict, None),
        (Mishap::Refused(ErrorKind::PermissionDenied), ErrorKind::PermissionDenied, None),
        (Mishap::Refused(ErrorKind::Unauthenticated), ErrorKind::Unauthenticated, Some(Stopped::Unauthenticated)),
        (Mishap::Limited(Some(hour)), ErrorKind::RateLimited, Some(Stopped::RateLimited)),
    ] {
        let moody = Moody::new();
        let ids = people(&moody.memory(), 1).await;
        let journal = MemoryJournal::new();
        let all = || many(&moody.directory(), ids.clone()).journal("job", journal.clone()).disable();
        // In the same run, and in a later one.
        for mishaps in [&[Mishap::Before, mishap][..], &[mishap]] {
            moody.mishaps(&ids[0], mishaps.iter().copied());
            let mut run = all();
            let ended = items(&mut run).await;
            let Ended::Unknown(error) = &ended[0].ended else { panic!("{ended:?}") };
            let refusal = error.source().and_then(|source| source.downcast_ref::<Error>());
            assert_eq!((error.outcome_unknown(), refusal.map(Error::kind)), (true, Some(kind)));
            assert_eq!(run.stopped(), stopped);
        }
        let looks = moody.log(|log| log.looks);
        assert_eq!(word(&items(&mut all()).await[0].ended), "done");
        assert_eq!(moody.log(|log| log.looks), looks + 1);
    }
}

#[tokio::test]
async fn what_cannot_be_looked_up_is_not_repeated() {
    let moody = Moody::with(|capabilities: Capabilities| capabilities.without(Verb::Get).without(Verb::Grants));
    let ids = people(&moody.memory(), 2).await;
    for make in [VERBS[0].1, VERBS[4].1] {
        moody.mishaps(&ids[0], [Mishap::Before]);
        let sent = moody.log(|log| log.sent.len());
        let mut run = make(many(&moody.directory(), ids.clone()));
        let items = items(&mut run).await;
        assert_eq!((word(&items[0].ended), word(&items[1].ended)), ("unknown", "done"));
        assert_eq!(moody.log(|log| log.sent.len()) - sent, 2);
    }
}

#[tokio::test]
async fn the_deleted_are_not_deleted_again_after_a_lost_answer() {
    // The first request arrives after the look.
    let moody = Moody::with(|mut capabilities: Capabilities| {
        capabilities.deleted_stay_readable = false;
        capabilities
    });
    let ids = people(&moody.memory(), 1).await;
    moody.mishaps(&ids[0], [Mishap::After]);
    let mut run = many(&moody.directory(), ids.clone()).purge();
    // The look finds nobody, which may also mean that the person is only deleted, so it is purged once more: nobody.
    assert_eq!(word(&items(&mut run).await[0].ended), "found done");
    assert_eq!((moody.times(&ids[0]), moody.log(|log| log.sent.len())), (1, 2));
}

#[tokio::test]
async fn a_later_run_looks_first_and_names_are_kept_apart() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 1).await;
    let journal = MemoryJournal::new();
    let all = || many(&moody.directory(), ids.clone()).journal("job", journal.clone());
    moody.mishaps(&ids[0], [Mishap::Before]);
    assert_eq!(word(&items(&mut all().reset_password()).await[0].ended), "unknown");
    let again = items(&mut all().reset_password()).await;
    let Ended::Unknown(error) = &again[0].ended else { panic!("{again:?}") };
    assert!(error.outcome_unknown() && error.to_string().contains("a run before"), "{error}");
    assert_eq!(moody.log(|log| log.sent.len()), 1);

    for (run, ended) in [
        (all().update(UserPatch::new().given_name("Eva")), "done"),
        (all().update(UserPatch::new().given_name("Eva")), "done before"),
        (all().update(UserPatch::new().clear_given_name()), "done"),
        (all().grant(Grant::new("reader")), "done"),
        (all().grant(Grant::new("writer")), "done"),
        (all().grant(Grant::new("reader").scoped("bank")), "done"),
        (all().grant(Grant::new("writer")), "done before"),
        (all().revoke(Grant::new("writer")), "done"),
        (many(&moody.directory(), ids.clone()).journal("another", journal.clone()).grant(Grant::new("writer")), "done"),
    ] {
        let mut run = run;
        assert_eq!(word(&items(&mut run).await[0].ended), ended);
    }
}
