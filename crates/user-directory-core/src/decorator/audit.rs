//! A directory that reports what is done through it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::repeated::settled;
use crate::request::Request;
use crate::time_limit::within;
use crate::{Capabilities, Directory, Error, ErrorKind, Result, UserId, Verb};

/// One line of an audit log: who did what to whom, and what came of it. It holds no personal data: of the person only
/// the id, of the failure only the kind, and nothing of the values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AuditEntry {
    /// When the entry was made.
    pub at: DateTime<Utc>,
    /// The number of the call within this [`Audited`], by which its entries belong together.
    pub call: u64,
    /// Who calls, as given to [`Audited::new`].
    #[serde(serialize_with = "text")]
    pub actor: Arc<str>,
    /// The directory's provider.
    pub provider: &'static str,
    /// The directory's name, if it was [named](Directory::named).
    #[serde(serialize_with = "name", skip_serializing_if = "Option::is_none")]
    pub directory_name: Option<Arc<str>>,
    /// What is done.
    pub verb: Verb,
    /// To whom; `None` for lists, searches, and persons who have no id yet.
    pub id: Option<UserId>,
    /// How far the call is.
    pub phase: AuditPhase,
}

fn text<S: serde::Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

fn name<S: serde::Serializer>(name: &Option<Arc<str>>, serializer: S) -> Result<S::Ok, S::Error> {
    name.as_deref().serialize(serializer)
}

/// How far a call is that is entered into an audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "phase", content = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuditPhase {
    /// It is about to be made. If nothing follows, the caller has dropped it or the process has ended, and nobody
    /// knows whether it was carried out.
    Started,
    /// It succeeded.
    Succeeded,
    /// It failed, and nothing of it was carried out.
    Failed(ErrorKind),
    /// It failed in such a way that it, or a part of it, may have been carried out.
    Unknown(ErrorKind),
}

/// Takes the entries of an audit log.
#[async_trait]
pub trait AuditSink: Send + Sync + 'static {
    /// Stores an entry. When it returns, the entry should be safe.
    async fn record(&self, entry: AuditEntry) -> std::result::Result<(), Box<dyn StdError + Send + Sync>>;
}

/// Reports to a sink every call that changes something, before and after; with
/// [`including_reads`](Self::including_reads) of the others, too.
///
/// # If the sink fails
///
/// - **Before a call**: the call is not made, and fails with [`Unavailable`](ErrorKind::Unavailable) and the sink's
///   error as its source. Nothing is done that was not entered first.
/// - **After a call**: the call's own result stands, since it cannot be undone, and `tracing` gets an error event. The
///   log then has an entry `Started` without an end, which is what an auditor should look into.
///
/// A sink that takes longer than its [`time_limit`](Self::time_limit) has failed.
///
/// What the directory does not support is refused before, and is no entry. The provider's client, `directory.velo()`
/// for instance, stays reachable, and what is done through it is not entered.
#[derive(Clone)]
pub struct Audited {
    directory: Directory,
    sink: Arc<dyn AuditSink>,
    actor: Arc<str>,
    calls: Arc<AtomicU64>,
    reads: bool,
    time_limit: Duration,
}

/// How long a sink may take for an entry, by default.
const TIME_LIMIT: Duration = Duration::from_secs(10);

impl Audited {
    /// Reports to `sink` what `actor` does in this directory. The actor should be an id and no name.
    pub fn new(directory: Directory, sink: impl AuditSink, actor: impl Into<Arc<str>>) -> Self {
        let (sink, actor, calls) = (Arc::new(sink), actor.into(), Arc::default());
        Self { directory, sink, actor, calls, reads: false, time_limit: TIME_LIMIT }
    }

    /// Enters reading calls as well.
    #[must_use]
    pub fn including_reads(mut self) -> Self {
        self.reads = true;
        self
    }

    /// Sets how long the sink may take for an entry. Default: 10 s.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Returns the same log for another actor, as each request of a server needs.
    #[must_use]
    pub fn acting_as(&self, actor: impl Into<Arc<str>>) -> Self {
        Self { actor: actor.into(), ..self.clone() }
    }

    fn capabilities(&self) -> &Capabilities {
        self.directory.capabilities()
    }

    async fn record(&self, entry: AuditEntry) -> std::result::Result<(), Box<dyn StdError + Send + Sync>> {
        let late = || Err("the audit log did not take the entry in time".into());
        within(self.time_limit, self.sink.record(entry)).await.unwrap_or_else(late)
    }

    /// Enters a request before it is sent, and what came of it.
    async fn around<R: Request>(&self, request: R) -> Result<R::Answer> {
        let verb = request.verb();
        let supported = self.directory.supports(verb);
        if !supported || !(self.reads || verb.changes()) {
            return request.send(self.directory.as_dyn()).await;
        }
        let mut entry = AuditEntry {
            at: Utc::now(),
            call: self.calls.fetch_add(1, Ordering::Relaxed),
            actor: Arc::clone(&self.actor),
            provider: self.directory.provider(),
            directory_name: self.directory.shared_name(),
            verb,
            id: request.id().cloned(),
            phase: AuditPhase::Started,
        };
        self.record(entry.clone()).await.map_err(|source| {
            Error::new(ErrorKind::Unavailable, self.directory.provider())
                .with_verb(verb)
                .with_detail("the audit log could not be written, so nothing was sent")
                .with_source(source)
        })?;
        let result = settled(self.directory.as_dyn(), request).await;
        entry.at = Utc::now();
        entry.phase = match &result {
            Ok(value) => {
                entry.id = entry.id.or_else(|| R::id_of(value));
                AuditPhase::Succeeded
            }
            Err(error) if error.outcome_unknown() => AuditPhase::Unknown(error.kind()),
            Err(error) => AuditPhase::Failed(error.kind()),
        };
        let number = entry.call;
        if self.record(entry).await.is_err() {
            // Not the sink's error: it may quote what it could not store.
            tracing::error!(call = number, verb = verb.as_str(), "the audit log has no entry of how this call ended");
        }
        result
    }
}

impl fmt::Debug for Audited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audited")
            .field("directory", &self.directory)
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}

decorator!(Audited, around, inner: |audited| Some(&audited.directory));
