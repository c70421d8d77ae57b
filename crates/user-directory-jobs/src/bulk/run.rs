//! A job that is running.

use std::collections::HashSet;
use std::error::Error as _;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, FuturesUnordered};
use futures_util::{Stream, StreamExt};
use user_directory_core::{Error, ErrorKind, UserId};

use super::Progress;
use super::pace::Pace;
use crate::JournalError;

/// How a job ended for one person.
#[derive(Debug)]
#[non_exhaustive]
pub enum Ended<T> {
    /// It was done now, with this result.
    Done(T),
    /// An attempt may have done it, and the directory says that it is done.
    FoundDone,
    /// The journal says that a run before did it. Nothing was sent.
    DoneBefore,
    /// It failed, and nothing was changed in this run.
    Failed(Error),
    /// Nobody can tell whether it was done. If another attempt was made and refused, the refusal is the error's source.
    Unknown(Error),
    /// The job stopped before anything was sent.
    NotBegun,
}

/// One person of a job, and how it ended for them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Item<T> {
    /// The person.
    pub id: UserId,
    /// How it ended.
    pub ended: Ended<T>,
}

/// Why a job stopped early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stopped {
    /// There were as many failures as [`Many::stop_after`](super::Many::stop_after) says.
    Failures,
    /// The provider asks to wait longer than [`Many::longest_pause`](super::Many::longest_pause), or again and again.
    RateLimited,
    /// The credentials are not accepted.
    Unauthenticated,
    /// The directory does not have the verb.
    Unsupported,
    /// The journal failed: see [`Run::journal_error`].
    Journal,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failures => "stopped after too many failures",
            Self::RateLimited => "stopped, since the provider asks to wait for long",
            Self::Unauthenticated => "stopped, since the credentials are not accepted",
            Self::Unsupported => "stopped, since the directory cannot do this",
            Self::Journal => "stopped, since the journal failed",
        })
    }
}

pub(super) type Step<T> = BoxFuture<'static, Item<T>>;

/// A job that is running: a stream of how it ended for each person, in the order in which it ended. It also has
/// [`next`](Self::next), so that no trait need be imported.
///
/// It makes progress only while it is polled. Dropping the future of `next` loses nothing; dropping the run leaves the calls
/// under way with an unknown outcome.
#[must_use = "nothing is done before the first item is asked for"]
pub struct Run<T> {
    steps: BoxStream<'static, Step<T>>,
    under_way: FuturesUnordered<Step<T>>,
    pace: Arc<Pace>,
    supported: bool,
    concurrency: usize,
    stop_after: Option<u64>,
    progress: Progress,
    exhausted: bool,
}

impl<T: 'static> Run<T> {
    pub(super) fn new(
        steps: BoxStream<'static, Step<T>>,
        pace: Arc<Pace>,
        supported: bool,
        concurrency: usize,
        stop_after: Option<u64>,
        total: Option<u64>,
    ) -> Self {
        let progress = Progress { total, ..Progress::default() };
        let under_way = FuturesUnordered::new();
        Self { steps, under_way, pace, supported, concurrency, stop_after, progress, exhausted: false }
    }

    /// Waits for the next person to end; `None` when the job has finished or stopped.
    pub async fn next(&mut self) -> Option<Item<T>> {
        StreamExt::next(self).await
    }

    /// Returns how far the job is.
    pub fn progress(&self) -> Progress {
        Progress { under_way: self.under_way.len() as u64, ..self.progress }
    }

    /// Returns why the job stopped early; `None` if it did not. Calls under way are finished first.
    pub fn stopped(&self) -> Option<Stopped> {
        self.pace.stopped()
    }

    /// Returns the first error of the journal; `None` if it did not fail. Where it failed after a call, the item says what
    /// came of the call, and the journal's error is here alone.
    pub fn journal_error(&self) -> Option<&JournalError> {
        self.pace.journal_error()
    }

    fn count(&mut self, ended: &Ended<T>) {
        let progress = &mut self.progress;
        match ended {
            Ended::Done(_) => progress.done += 1,
            Ended::FoundDone => progress.found_done += 1,
            Ended::DoneBefore => progress.done_before += 1,
            Ended::Failed(_) => progress.failed += 1,
            Ended::Unknown(_) => progress.unknown += 1,
            Ended::NotBegun => progress.not_begun += 1,
        }
        if let Ended::Failed(error) | Ended::Unknown(error) = ended {
            // It would be the same with everybody.
            if is_unauthenticated(error) {
                self.pace.stop(Stopped::Unauthenticated);
            } else if !self.supported {
                self.pace.stop(Stopped::Unsupported);
            }
        }
        if self.stop_after.is_some_and(|limit| progress.failed + progress.unknown >= limit) {
            self.pace.stop(Stopped::Failures);
        }
    }
}

/// Returns whether the credentials were not accepted, be it in another attempt after one whose outcome is unknown.
fn is_unauthenticated(error: &Error) -> bool {
    let refusal = error.source().and_then(|source| source.downcast_ref::<Error>());
    [Some(error), refusal].into_iter().flatten().any(|error| error.kind() == ErrorKind::Unauthenticated)
}

impl<T: 'static> Stream for Run<T> {
    type Item = Item<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let run = &mut *self;
        while run.under_way.len() < run.concurrency && !run.exhausted && run.pace.stopped().is_none() {
            match run.steps.poll_next_unpin(cx) {
                Poll::Ready(Some(step)) => run.under_way.push(step),
                Poll::Ready(None) => run.exhausted = true,
                Poll::Pending => break,
            }
        }
        match run.under_way.poll_next_unpin(cx) {
            Poll::Ready(Some(item)) => {
                run.count(&item.ended);
                Poll::Ready(Some(item))
            }
            Poll::Ready(None) if run.exhausted || run.pace.stopped().is_some() => Poll::Ready(None),
            _ => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for Run<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("progress", &self.progress).finish_non_exhaustive()
    }
}

/// The ids of a job so far, of which only a hash is kept.
#[derive(Default)]
pub(super) struct Ids {
    hashes: HashSet<u64>,
    state: RandomState,
}

impl Ids {
    /// Returns whether an id comes for the first time.
    pub(super) fn is_new(&mut self, id: &UserId) -> bool {
        self.hashes.insert(self.state.hash_one(id))
    }
}
