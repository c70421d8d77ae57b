//! What a bulk change has done so far, kept where a crash does not reach it.

mod memory;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use user_directory_core::UserId;

pub use memory::MemoryJournal;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteJournal;

/// Keeps how far a job is with each person, so that it can resume after a crash.
///
/// A job writes [`Started`](Phase::Started) before it sends anything about a person, and what came of it afterwards. If the
/// journal fails, nothing more is sent, and [`Run::journal_error`](crate::Run::journal_error) tells why. Two processes must not run the same job at the same time; an implementation should
/// refuse the second one.
#[async_trait]
pub trait Journal: Send + Sync + 'static {
    /// Returns what was written last of this entry; `None` if nothing was.
    async fn read(&self, entry: &Entry) -> Result<Option<Phase>, JournalError>;

    /// Writes how far the entry is, in place of what was written before. When it returns, the phase must be safe.
    async fn write(&self, entry: &Entry, phase: Phase) -> Result<(), JournalError>;
}

/// Names a change of one person in a job. It holds no personal data but the id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Entry {
    /// The name of the job.
    pub job: Arc<str>,
    /// The directory: its name if it has one, otherwise that of its provider.
    pub directory: Arc<str>,
    /// The verb, with the role or the names of the fields that it is about, such as `update email`.
    pub change: Arc<str>,
    /// The person.
    pub id: UserId,
}

/// How far a change of one person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// It may have been sent. If nothing follows, its outcome is unknown.
    Started,
    /// It is done.
    Done,
    /// It failed, and nothing was changed.
    Failed,
    /// Nobody can tell whether it was done.
    Unknown,
}

impl Phase {
    /// All phases.
    pub const ALL: &'static [Self] = &[Self::Started, Self::Done, Self::Failed, Self::Unknown];

    /// Returns the name of the phase.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Says that a journal failed, and at what.
#[derive(Clone, Debug)]
pub struct JournalError {
    what: &'static str,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl JournalError {
    /// Says what went wrong, as the end of "the journal of jobs …". It must hold no personal data.
    pub fn new(what: &'static str) -> Self {
        Self { what, source: None }
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let source: Box<dyn StdError + Send + Sync> = source.into();
        self.source = Some(Arc::from(source));
        self
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the journal of jobs {}", self.what)
    }
}

impl StdError for JournalError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
