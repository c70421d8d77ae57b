//! The journals.

use std::sync::atomic::{AtomicUsize, Ordering};

use user_directory::jobs::{Entry, Journal, JournalError, MemoryJournal, Phase, SqliteJournal, Stopped, many};
use user_directory::{Directory, NewUser, Status, async_trait};

use crate::moody::{Mishap, Moody};
use crate::{items, people, word};

/// Lets a job run, and then again under the same name.
async fn resumes(first: impl Journal, second: impl Journal) {
    let moody = Moody::new();
    let ids = people(&moody.memory(), 4).await;
    moody.mishaps(&ids[1], [Mishap::Refused(user_directory::ErrorKind::Conflict)]);
    moody.mishaps(&ids[2], [Mishap::Before; 3]);
    let mut run = many(&moody.directory(), ids.clone()).journal("job", first).disable();
    let words: Vec<_> = items(&mut run).await.iter().map(|item| word(&item.ended)).collect();
    assert_eq!(words, ["done", "failed", "unknown", "done"]);
    drop(run);
    let mut run = many(&moody.directory(), ids.clone()).journal("job", second).disable();
    let words: Vec<_> = items(&mut run).await.iter().map(|item| word(&item.ended)).collect();
    assert_eq!(words, ["done before", "done", "done", "done before"]);
    assert_eq!((run.progress().done, run.progress().done_before), (2, 2));
    for id in &ids {
        assert_eq!((moody.times(id), moody.memory().get(id).await.unwrap().status), (1, Status::Disabled));
    }
}

#[tokio::test]
async fn in_memory() {
    let journal = MemoryJournal::new();
    resumes(journal.clone(), journal).await;
}

#[tokio::test]
async fn in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobs.sqlite");
    let journal = SqliteJournal::open(&path).await.unwrap();
    resumes(journal.clone(), journal.clone()).await;
    // Another process cannot have it.
    let error = SqliteJournal::open(&path).await.unwrap_err();
    assert!(error.to_string().contains("another process"), "{error}");
    journal.close().await;
    // The file says that it is written ahead.
    assert_eq!(&std::fs::read(&path).unwrap()[18..20], [2_u8, 2]);

    // It has ids, and nothing else about anybody.
    let bytes: Vec<u8> = std::fs::read_dir(folder.path())
        .unwrap()
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(has("user-1") && has("disable") && !has("example.com") && !has("Ada"));

    // What it says lasts.
    let moody = Moody::new();
    let ids = people(&moody.memory(), 4).await;
    let journal = SqliteJournal::open(&path).await.unwrap();
    let mut run = many(&moody.directory(), ids).journal("job", journal).disable();
    assert!(items(&mut run).await.iter().all(|item| word(&item.ended) == "done before"));
    assert!(moody.log(|log| log.sent.is_empty()));
}

#[tokio::test]
async fn a_job_that_is_dropped_at_any_time_resumes_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let journal = SqliteJournal::open(folder.path().join("jobs.sqlite")).await.unwrap();
    let moody = Moody::new();
    let ids = people(&moody.memory(), 30).await;
    let all = || many(&moody.directory(), ids.clone()).concurrency(4).journal("job", journal.clone()).reset_password();
    for ended in (3..30).step_by(3) {
        let mut run = all();
        // Dropped after so many people, with others under way.
        for _ in 0..ended {
            run.next().await;
        }
    }
    let items = items(&mut all()).await;
    assert_eq!(items.len(), 30);
    assert!(items.iter().any(|item| word(&item.ended) == "done before"));
    for item in items {
        let times = moody.times(&item.id);
        match word(&item.ended) {
            "unknown" => assert!(times <= 1),
            "done" | "done before" => assert_eq!(times, 1),
            other => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn what_is_no_journal_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other");
    std::fs::write(
        &path,
        "what somebody wrote, which is longer than the head of a database file is, for it has 100 bytes",
    )
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(SqliteJournal::open(&path).await.is_err());
    assert_eq!(std::fs::read(&path).unwrap(), before);

    let theirs = folder.path().join("theirs.sqlite");
    let url = format!("sqlite://{}?mode=rwc", theirs.display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE theirs (id TEXT)").execute(&pool).await.unwrap();
    pool.close().await;
    let before = std::fs::read(&theirs).unwrap();
    let error = SqliteJournal::open(&theirs).await.unwrap_err();
    assert!(error.to_string().contains("another application's database"), "{error}");
    assert_eq!(std::fs::read(&theirs).unwrap(), before);
}

#[tokio::test]
async fn a_journal_that_fails_stops_the_job_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let journal = SqliteJournal::open(folder.path().join("jobs.sqlite")).await.unwrap();
    journal.close().await;
    let directory = Directory::in_memory();
    let ada = directory.create(NewUser::new("ada@example.com")).await.unwrap();
    let mut run = many(&directory, [ada.id.clone()]).journal("job", journal).disable();
    let items = items(&mut run).await;
    assert_eq!(word(&items[0].ended), "failed");
    assert_eq!(run.stopped(), Some(Stopped::Journal));
    assert!(directory.get(&ada.id).await.unwrap().is_active());
}

/// A journal that can be written so many times.
struct Full(MemoryJournal, AtomicUsize);

#[async_trait]
impl Journal for Full {
    async fn read(&self, entry: &Entry) -> Result<Option<Phase>, JournalError> {
        self.0.read(entry).await
    }
    async fn write(&self, entry: &Entry, phase: Phase) -> Result<(), JournalError> {
        let left = self.1.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map_err(|_| JournalError::new("is full"))?;
        self.0.write(entry, phase).await
    }
}

#[tokio::test]
async fn a_journal_that_fails_at_any_time_says_why_and_calls_nothing_failed_that_may_be_done() {
    let cases: [(usize, &[Mishap], &str, &str); 4] = [
        (0, &[], "failed", "done"),
        (1, &[], "done", "found done"),
        (1, &[Mishap::Before], "unknown", "done"),
        (2, &[Mishap::Before], "unknown", "done"),
    ];
    for (writes, mishaps, ended, ended_later) in cases {
        let moody = Moody::new();
        let ids = people(&moody.memory(), 1).await;
        moody.mishaps(&ids[0], mishaps.iter().copied());
        let journal = MemoryJournal::new();
        let full = Full(journal.clone(), AtomicUsize::new(writes));
        let mut run = many(&moody.directory(), ids.clone()).journal("job", full).disable();
        assert_eq!(word(&items(&mut run).await[0].ended), ended, "{writes}");
        assert_eq!(run.stopped(), Some(Stopped::Journal));
        assert_eq!(run.journal_error().map(ToString::to_string).as_deref(), Some("the journal of jobs is full"));
        let mut run = many(&moody.directory(), ids.clone()).journal("job", journal).disable();
        assert_eq!(word(&items(&mut run).await[0].ended), ended_later, "{writes}");
        assert!(run.journal_error().is_none());
        assert_eq!(moody.times(&ids[0]), 1);
    }
}
