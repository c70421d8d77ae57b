//! How fast a job goes: a provider that says "too many" pauses all of it.

use std::future::Future;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use futures_timer::Delay;
use user_directory_core::{Error, Result};

use super::run::Stopped;
use crate::JournalError;

/// The first wait where the provider does not say how long; each further one in a row is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// How often in a row a job waits before it gives up.
const MOST_WAITS: u32 = 10;

/// When a job may send the next request, and whether it still may.
#[derive(Debug)]
pub(super) struct Pace {
    longest: Duration,
    state: Mutex<State>,
    journal_error: OnceLock<JournalError>,
}

#[derive(Debug, Default)]
struct State {
    until: Option<Instant>,
    waits: u32,
    stopped: Option<Stopped>,
}

/// Why a call was not made, or how it failed.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The job was stopped before it was sent.
    NotBegun,
    /// The call failed.
    Failed(Error),
}

impl Pace {
    pub(super) fn new(longest: Duration) -> Self {
        Self { longest, state: Mutex::default(), journal_error: OnceLock::new() }
    }

    pub(super) fn stop(&self, why: Stopped) {
        self.state().stopped.get_or_insert(why);
    }

    /// Stops the job since its journal failed. The first error is kept.
    pub(super) fn stop_at_journal(&self, error: JournalError) {
        self.journal_error.get_or_init(|| error);
        self.stop(Stopped::Journal);
    }

    pub(super) fn journal_error(&self) -> Option<&JournalError> {
        self.journal_error.get()
    }

    pub(super) fn stopped(&self) -> Option<Stopped> {
        self.state().stopped
    }

    /// Makes a call, again after each pause that the provider asks for, unless its outcome is unknown.
    pub(super) async fn call<T, F: Future<Output = Result<T>>>(
        &self,
        call: impl Fn() -> F,
    ) -> std::result::Result<T, Refusal> {
        loop {
            self.wait().await?;
            match call().await {
                Err(error) => {
                    let paused = error.is_rate_limited() && self.pause(error.retry_after());
                    if !paused || error.outcome_unknown() {
                        return Err(Refusal::Failed(error));
                    }
                }
                Ok(done) => {
                    self.state().waits = 0;
                    return Ok(done);
                }
            }
        }
    }

    async fn wait(&self) -> std::result::Result<(), Refusal> {
        loop {
            let left = {
                let state = self.state();
                if state.stopped.is_some() {
                    return Err(Refusal::NotBegun);
                }
                state.until.and_then(|until| until.checked_duration_since(Instant::now()))
            };
            match left {
                Some(left) if !left.is_zero() => Delay::new(left).await,
                _ => return Ok(()),
            }
        }
    }

    /// Lets everything wait. Returns `false`, and stops the job, if that would take too long.
    fn pause(&self, wait: Option<Duration>) -> bool {
        let mut state = self.state();
        let now = Instant::now();
        // Calls that were under way together are refused together: that is one refusal.
        if state.until.is_none_or(|until| until <= now) {
            state.waits += 1;
        }
        let wait = wait.unwrap_or_else(|| FIRST_WAIT.saturating_mul(1 << (state.waits.clamp(1, MOST_WAITS) - 1)));
        if wait > self.longest || state.waits > MOST_WAITS {
            state.stopped.get_or_insert(Stopped::RateLimited);
            return false;
        }
        state.until = state.until.max(now.checked_add(wait));
        true
    }

    /// The lock is never held across an `await`.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
