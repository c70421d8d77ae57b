//! A provider that says "too many" pauses the whole job.

use std::time::{Duration, Instant};

use user_directory::ErrorKind;
use user_directory::jobs::{Ended, Stopped, many};

use crate::moody::{Mishap, Moody};
use crate::{items, people, word};

const WAIT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn one_refusal_pauses_everybody() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 20).await;
    moody.mishaps(&ids[3], [Mishap::Limited(Some(WAIT))]);
    let began = Instant::now();
    let mut run = many(&moody.directory(), ids.clone()).concurrency(4).disable();
    assert!(items(&mut run).await.iter().all(|item| word(&item.ended) == "done"));
    // What was under way with the refused call went out before it was refused.
    let late = moody.log(|log| log.sent.iter().filter(|(_, sent)| *sent >= began + WAIT).count());
    let early = moody.log(|log| log.sent.len()) - late;
    assert!(early <= 8 && late >= 13, "{early} before the pause, {late} after it");
    assert_eq!(moody.log(|log| log.done.len()), 20);
}

#[tokio::test]
async fn a_refusal_that_leaves_the_outcome_unknown_pauses_everybody_and_is_not_repeated() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 2).await;
    moody.mishaps(&ids[0], [Mishap::PartlyLimited(WAIT)]);
    let mut run = many(&moody.directory(), ids).concurrency(1).reset_password();
    let items = items(&mut run).await;
    assert_eq!((word(&items[0].ended), word(&items[1].ended)), ("unknown", "done"));
    let sent = moody.log(|log| log.sent.iter().map(|(_, sent)| *sent).collect::<Vec<_>>());
    assert_eq!(sent.len(), 2);
    assert!(sent[1] - sent[0] >= WAIT);
}

#[tokio::test]
async fn a_long_pause_stops_the_job() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 20).await;
    moody.mishaps(&ids[0], [Mishap::Limited(Some(Duration::from_secs(3600)))]);
    let mut run = many(&moody.directory(), ids).concurrency(1).longest_pause(Duration::from_secs(60)).disable();
    let items = items(&mut run).await;
    assert!(matches!(&items[0].ended, Ended::Failed(error) if error.kind() == ErrorKind::RateLimited));
    assert_eq!((items.len(), run.stopped()), (1, Some(Stopped::RateLimited)));
}

#[tokio::test]
async fn a_provider_that_never_relents_stops_the_job() {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 20).await;
    for id in &ids {
        moody.mishaps(id, [Mishap::Limited(Some(Duration::from_millis(1))); 100]);
    }
    let mut run = many(&moody.directory(), ids).concurrency(2).disable();
    let items = items(&mut run).await;
    assert_eq!(run.stopped(), Some(Stopped::RateLimited));
    assert!(items.iter().all(|item| ["failed", "not begun"].contains(&word(&item.ended))));
    assert!(moody.log(|log| log.sent.len()) <= 2 * 11 && moody.log(|log| log.done.is_empty()));
}
