//! A job that ends in the middle, at every step, and resumes.

use std::collections::HashSet;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::Stream;
use user_directory::jobs::{Entry, Journal, JournalError, Many, MemoryJournal, Phase, Run, many};
use user_directory::{Outcome, Status, UserId, async_trait};

use crate::moody::{Mishap, Moody, step_back};
use crate::{items, people, word};

/// A journal that takes a few polls before and after it writes.
#[derive(Clone, Default)]
struct Slow(MemoryJournal);

#[async_trait]
impl Journal for Slow {
    async fn read(&self, entry: &Entry) -> Result<Option<Phase>, JournalError> {
        step_back().await;
        self.0.read(entry).await
    }
    async fn write(&self, entry: &Entry, phase: Phase) -> Result<(), JournalError> {
        step_back().await;
        self.0.write(entry, phase).await?;
        step_back().await;
        Ok(())
    }
}

/// Polls a run so many times, and drops it. Returns whether it came to its end.
fn crash(run: Run<Outcome>, polls: usize) -> bool {
    let mut run = pin!(run);
    let mut cx = Context::from_waker(Waker::noop());
    (0..polls).any(|_| matches!(run.as_mut().poll_next(&mut cx), Poll::Ready(None)))
}

/// Lets a job crash after each number of polls, and resume. Returns how the second run ended for anybody.
async fn at_every_step(
    mishaps: &[Mishap],
    make: fn(Many) -> Run<Outcome>,
    check: impl Fn(&Moody, &UserId, &'static str),
) -> HashSet<&'static str> {
    let mut words = HashSet::new();
    for polls in 0.. {
        assert!(polls < 1000, "the job does not end");
        let moody = Moody::new();
        let ids = people(&moody.memory(), 6).await;
        moody.mishaps(&ids[3], mishaps.iter().copied());
        let journal = Slow::default();
        let all = || many(&moody.directory(), ids.clone()).concurrency(2).journal("job", journal.clone());
        let ended = crash(make(all()), polls);
        let mut run = make(all());
        for item in items(&mut run).await {
            let word = word(&item.ended);
            words.insert(word);
            check(&moody, &item.id, word);
        }
        assert_eq!(run.progress().ended(), 6);
        if ended {
            return words;
        }
    }
    unreachable!()
}

#[tokio::test]
async fn what_can_be_seen_is_done_once_wherever_the_job_ended() {
    for mishaps in [&[][..], &[Mishap::After], &[Mishap::Before]] {
        let words = at_every_step(
            mishaps,
            |many| many.disable(),
            |moody, id, word| {
                assert!(["done", "found done", "done before"].contains(&word), "{word}");
                assert_eq!(moody.times(id), 1);
            },
        )
        .await;
        assert_eq!(words, HashSet::from(["done", "found done", "done before"]));
    }
}

#[tokio::test]
async fn what_cannot_be_seen_is_done_once_at_most_wherever_the_job_ended() {
    let words = at_every_step(
        &[],
        |many| many.reset_password(),
        |moody, id, word| match word {
            "unknown" => assert!(moody.times(id) <= 1),
            "done" | "done before" => assert_eq!(moody.times(id), 1),
            _ => panic!("{word}"),
        },
    )
    .await;
    assert_eq!(words, HashSet::from(["done", "unknown", "done before"]));
}

#[tokio::test]
async fn a_crash_while_the_provider_wants_a_pause_has_sent_nothing() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 1).await;
    moody.mishaps(&ids[0], [Mishap::Limited(Some(Duration::from_secs(60)))]);
    let journal = Slow::default();
    let all = || many(&moody.directory(), ids.clone()).journal("job", journal.clone()).reset_password();
    assert!(!crash(all(), 30));
    let resumed = items(&mut all()).await;
    assert_eq!((word(&resumed[0].ended), moody.times(&ids[0])), ("done", 1));
}

#[tokio::test]
async fn everybody_is_disabled_after_many_crashes() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 30).await;
    let journal = Slow::default();
    let mut crashes = 0;
    loop {
        let run = many(&moody.directory(), ids.clone()).concurrency(4).journal("job", journal.clone()).disable();
        if crash(run, 5 + crashes * 3) {
            break;
        }
        crashes += 1;
    }
    assert!(crashes > 3);
    for id in &ids {
        assert_eq!((moody.memory().get(id).await.unwrap().status, moody.times(id)), (Status::Disabled, 1));
    }
}
