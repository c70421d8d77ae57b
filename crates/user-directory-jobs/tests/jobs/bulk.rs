//! Many people at once, when nothing goes wrong or something is refused.

use futures_util::stream;
use user_directory::jobs::{Ended, Stopped, many, many_of};
use user_directory::{Capabilities, Directory, ErrorKind, Grant, UserId, UserPatch, Verb};

use crate::moody::{Mishap, Moody};
use crate::{items, people, word};

#[tokio::test]
async fn each_verb_does_what_it_says() {
    let directory = Directory::in_memory();
    let ids = people(&directory, 10).await;
    let all = || many(&directory, ids.clone());
    let role = Grant::new("reader");
    let patch = UserPatch::new().given_name("Augusta");
    for run in [
        all().disable(),
        all().enable(),
        all().lock(),
        all().unlock(),
        all().reset_mfa(),
        all().reset_password(),
        all().update(patch.clone()),
        all().grant(role.clone()),
        all().revoke(role.clone()),
        all().replace_grants(vec![role.clone()]),
    ] {
        let mut run = run;
        assert!(items(&mut run).await.iter().all(|item| word(&item.ended) == "done"));
        assert_eq!((run.progress().done, run.progress().total, run.stopped()), (10, Some(10), None));
    }
    let mut fetched = all().get();
    for item in items(&mut fetched).await {
        let Ended::Done(user) = item.ended else { panic!("{:?}", item.ended) };
        assert_eq!((user.id, user.given_name.as_deref()), (item.id, Some("Augusta")));
    }
    for item in items(&mut all().grants()).await {
        let Ended::Done(grants) = item.ended else { panic!("{:?}", item.ended) };
        assert!(matches!(&*grants, [grant] if grant.same_as(&role)));
    }
    for run in [all().delete(), all().restore(), all().purge()] {
        let mut run = run;
        assert!(items(&mut run).await.iter().all(|item| word(&item.ended) == "done"));
    }
    let mut gone = all().get();
    assert!(items(&mut gone).await.iter().all(|item| matches!(&item.ended, Ended::Failed(e) if e.is_not_found())));
}

#[tokio::test]
async fn as_many_at_a_time_as_was_said() {
    for concurrency in [0, 1, 8] {
        let moody = Moody::new();
        let ids = people(&moody.memory(), 40).await;
        let mut run = many(&moody.directory(), ids.clone()).concurrency(concurrency).disable();
        let mut first = true;
        while run.next().await.is_some() {
            if std::mem::take(&mut first) {
                assert_eq!(run.progress().ended(), 1);
                assert!(moody.log(|log| log.sent.len()) <= concurrency.max(1) + 1, "results come at the end");
            }
        }
        assert_eq!(moody.log(|log| log.most), concurrency.max(1));
    }
}

#[tokio::test]
async fn a_patch_for_each_person_and_no_person_twice() {
    let directory = Directory::in_memory();
    let ids = people(&directory, 3).await;
    let patches = ids.iter().map(|id| (id.clone(), UserPatch::new().family_name(id.as_str()))).collect::<Vec<_>>();
    let twice = (ids[0].clone(), UserPatch::new().family_name("other"));
    let mut run = many_of(&directory, stream::iter(patches.into_iter().chain([twice]))).concurrency(1).update_each();
    let items = items(&mut run).await;
    assert_eq!(items.iter().map(|item| word(&item.ended)).collect::<Vec<_>>(), ["done", "failed", "done", "done"]);
    let Ended::Failed(error) = &items[1].ended else { panic!() };
    assert_eq!((error.kind(), error.verb()), (ErrorKind::InvalidInput, Some(Verb::Update)));
    for id in ids {
        assert_eq!(directory.get(&id).await.unwrap().family_name.as_deref(), Some(id.as_str()));
    }
    assert_eq!(run.progress().total, None);
}

#[tokio::test]
async fn stops_after_so_many_failures_and_ends_what_is_under_way() {
    for (limit, ended) in [(1, 3), (2, 4)] {
        let moody = Moody::new();
        let ids = people(&moody.memory(), 20).await;
        for id in &ids {
            moody.mishaps(id, [Mishap::Refused(ErrorKind::PermissionDenied)]);
        }
        let mut run = many(&moody.directory(), ids).concurrency(3).stop_after(limit).disable();
        let items = items(&mut run).await;
        assert_eq!(run.stopped(), Some(Stopped::Failures));
        // Three were sent together; whoever came after the first failure is not begun.
        assert_eq!((items.len(), moody.log(|log| log.sent.len())), (ended, 3));
        assert_eq!((run.progress().failed, run.progress().not_begun), (3, ended as u64 - 3));
    }
}

#[tokio::test]
async fn stops_where_everybody_would_fail() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 20).await;
    moody.mishaps(&ids[0], [Mishap::Refused(ErrorKind::Unauthenticated)]);
    let mut run = many(&moody.directory(), ids).concurrency(1).disable();
    assert_eq!(items(&mut run).await.len(), 1);
    assert_eq!(run.stopped(), Some(Stopped::Unauthenticated));

    let moody = Moody::with(|capabilities: Capabilities| capabilities.without(Verb::Disable));
    let ids = people(&moody.memory(), 20).await;
    let mut run = many(&moody.directory(), ids).concurrency(1).disable();
    let items = items(&mut run).await;
    assert!(matches!(&*items, [item] if matches!(&item.ended, Ended::Failed(error) if error.is_unsupported())));
    assert_eq!(run.stopped(), Some(Stopped::Unsupported));
    assert!(moody.log(|log| log.sent.is_empty()));
}

#[tokio::test]
async fn one_who_fails_does_not_keep_others_from_being_changed() {
    let directory = Directory::in_memory();
    let mut ids = people(&directory, 3).await;
    ids.push(UserId::new("nobody").unwrap());
    let mut run = many(&directory, ids).disable();
    items(&mut run).await;
    assert_eq!((run.progress().done, run.progress().failed, run.stopped()), (3, 1, None));
    assert_eq!(run.progress().to_string(), "4 of 4 people, 3 done, 1 failed");
}

#[test]
fn runs_can_be_sent_to_other_threads() {
    fn sendable<T: Send>(_: T) {}
    let directory = Directory::in_memory();
    sendable(many(&directory, [UserId::new("1").unwrap()]).disable());
    sendable(many(&directory, [UserId::new("1").unwrap()]).get());
    let mut run = many(&directory, [UserId::new("1").unwrap()]).get();
    sendable(run.next());
}
