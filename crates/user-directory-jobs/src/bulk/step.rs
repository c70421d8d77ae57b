//! What a job does with one person.

use std::sync::Arc;

use user_directory_core::{DeleteMode, Directory, Error, ErrorKind, Outcome, UserId};

use super::change::Change;
use super::look::{Seen, look};
use super::pace::{Pace, Refusal};
use super::run::Ended;
use crate::{Entry, Journal, JournalError, Phase};

/// How often a change is made at most, each time but the first after a look that it is not there.
const ATTEMPTS: u32 = 3;

/// What the steps of a job share.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) directory: Directory,
    pub(super) pace: Arc<Pace>,
    pub(super) journal: Option<(Arc<str>, Arc<dyn Journal>)>,
}

impl Job {
    /// Changes one person, unless the journal says that this was done.
    pub(super) async fn change(self, id: UserId, change: Change) -> Ended<Outcome> {
        let step = Step { entry: self.entry(&id, &change), job: &self, id: &id, change: &change };
        match step.read().await {
            Ok(None | Some(Phase::Failed)) => step.make(None).await,
            Ok(Some(Phase::Done)) => Ended::DoneBefore,
            Ok(Some(Phase::Started | Phase::Unknown)) => {
                let detail = "a run before may have done it, and the directory does not tell";
                let error = step.error(ErrorKind::Other).with_outcome_unknown(true).with_detail(detail);
                step.make(Some(error)).await
            }
            Err(error) => step.stop(error, "the journal cannot be read, so in this run nothing was sent"),
        }
    }

    fn entry(&self, id: &UserId, change: &Change) -> Option<(Arc<dyn Journal>, Entry)> {
        let (job, journal) = self.journal.clone()?;
        let directory = self.directory.name().unwrap_or_else(|| self.directory.provider()).into();
        Some((journal, Entry { job, directory, change: change.name(), id: id.clone() }))
    }
}

/// One change of one person.
struct Step<'a> {
    job: &'a Job,
    entry: Option<(Arc<dyn Journal>, Entry)>,
    id: &'a UserId,
    change: &'a Change,
}

impl Step<'_> {
    /// Makes the change. `unknown` is an attempt before, of which nobody knows what came of it.
    async fn make(&self, mut unknown: Option<Error>) -> Ended<Outcome> {
        for _ in 0..ATTEMPTS {
            if let Some(error) = unknown.take() {
                match self.job.pace.call(|| look(&self.job.directory, self.id, self.change)).await {
                    Ok(Seen::Done) => return self.found_done().await,
                    Ok(Seen::NotDone) if self.change.verb().is_idempotent() => {}
                    _ => return self.unknown(error).await,
                }
                unknown = Some(error);
            }
            let open = unknown.is_some();
            match self.job.pace.call(|| self.attempt(open)).await {
                Ok(Ok(outcome)) => return Ended::Done(outcome),
                Ok(Err(error)) => {
                    let stopped = self.stop(error, "the journal cannot be written, so nothing was changed");
                    return unknown.map_or(stopped, Ended::Unknown);
                }
                Err(Refusal::Failed(error)) if error.outcome_unknown() => unknown = Some(error),
                // The attempt before has done it after all.
                Err(Refusal::Failed(error)) if open && self.is_deletion() && error.is_not_found() => {
                    return self.found_done().await;
                }
                // A refusal says nothing of the attempt before, which may still be carried out.
                Err(Refusal::Failed(error)) => {
                    return match unknown {
                        Some(before) => self.unknown(before.with_source(error)).await,
                        None => Ended::Failed(error),
                    };
                }
                Err(Refusal::NotBegun) => break,
            }
        }
        match unknown {
            Some(error) => self.unknown(error).await,
            None => Ended::NotBegun,
        }
    }

    /// Makes the change once, and writes so before and after. The inner error is the journal's: nothing was sent. `open` says
    /// that an attempt before may still be carried out, so that a failure of this one settles nothing.
    async fn attempt(&self, open: bool) -> user_directory_core::Result<Result<Outcome, JournalError>> {
        if let Some((journal, entry)) = &self.entry
            && let Err(error) = journal.write(entry, Phase::Started).await
        {
            return Ok(Err(error));
        }
        let result = self.change.apply(&self.job.directory, self.id).await;
        self.write(match &result {
            Ok(_) => Phase::Done,
            Err(error) if open || error.outcome_unknown() => Phase::Unknown,
            Err(_) => Phase::Failed,
        })
        .await;
        result.map(Ok)
    }

    async fn read(&self) -> Result<Option<Phase>, JournalError> {
        match &self.entry {
            Some((journal, entry)) => journal.read(entry).await,
            None => Ok(None),
        }
    }

    /// Writes what came of a call. If that fails the result stands, since it cannot be undone, and the job stops.
    async fn write(&self, phase: Phase) {
        if let Some((journal, entry)) = &self.entry
            && let Err(error) = journal.write(entry, phase).await
        {
            self.job.pace.stop_at_journal(error);
        }
    }

    async fn found_done(&self) -> Ended<Outcome> {
        self.write(Phase::Done).await;
        Ended::FoundDone
    }

    async fn unknown(&self, error: Error) -> Ended<Outcome> {
        self.write(Phase::Unknown).await;
        Ended::Unknown(error)
    }

    /// Stops the job, since the journal failed before a call.
    fn stop(&self, source: JournalError, detail: &'static str) -> Ended<Outcome> {
        self.job.pace.stop_at_journal(source.clone());
        Ended::Failed(self.error(ErrorKind::Unavailable).with_detail(detail).with_source(source))
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.job.directory.provider()).with_verb(self.change.verb())
    }

    fn is_deletion(&self) -> bool {
        matches!(self.change, Change::Delete(DeleteMode::Default | DeleteMode::Purge))
    }
}
