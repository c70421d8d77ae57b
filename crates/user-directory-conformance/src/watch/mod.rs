//! What the suite notes during a run: calls and their requests, personal data, and what errors show.

mod logs;
mod observed;
mod planted;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_timer::Delay;
use user_directory_core::{Error, Result, Verb};

pub(crate) use logs::logs_of;
pub(crate) use observed::Observed;
pub(crate) use planted::Planted;

/// Returns how many requests a server has seen so far.
pub(crate) type Counter = Arc<dyn Fn() -> u64 + Send + Sync>;

/// A call of the directory under test.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) verb: Verb,
    /// The requests that it took, if the server counts and no other call ran meanwhile.
    pub(crate) requests: Option<u64>,
}

/// Notes the calls of a run.
pub(crate) struct Watch {
    pace: Duration,
    settle: Duration,
    counter: Option<Counter>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The calls of the check that runs.
    calls: Vec<Call>,
    running: usize,
    overlap: bool,
    planted: Planted,
    /// What each error of the run shows, with the verb that failed.
    errors: BTreeMap<String, Verb>,
}

impl Watch {
    pub(crate) fn new(pace: Duration, settle: Duration, counter: Option<Counter>) -> Self {
        Self { pace, settle, counter, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how many requests the server has seen so far, if it counts.
    pub(crate) fn requests(&self) -> Option<u64> {
        self.counter.as_ref().map(|count| count())
    }

    /// Forgets the calls of the check before.
    pub(crate) fn begin(&self) {
        self.state().calls.clear();
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Remembers personal data to look for.
    pub(crate) fn plant(&self, plant: impl FnOnce(&mut Planted)) {
        plant(&mut self.state().planted);
    }

    pub(crate) fn planted(&self) -> Planted {
        self.state().planted.clone()
    }

    /// Returns what each error so far shows.
    pub(crate) fn errors(&self) -> BTreeMap<String, Verb> {
        self.state().errors.clone()
    }

    /// Makes a call and notes what it took.
    async fn around<T>(&self, verb: Verb, call: impl Future<Output = Result<T>>) -> Result<T> {
        if !self.pace.is_zero() {
            Delay::new(self.pace).await;
        }
        let running = Running::start(self, verb);
        let result = call.await;
        running.end();
        if let Err(error) = &result {
            self.state().errors.insert(shown(error), verb);
        }
        result
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// A call that has not ended; it is dropped when the call is cancelled.
struct Running<'a> {
    watch: &'a Watch,
    index: usize,
    before: Option<u64>,
}

impl<'a> Running<'a> {
    fn start(watch: &'a Watch, verb: Verb) -> Self {
        let before = watch.requests();
        let mut state = watch.state();
        state.running += 1;
        state.overlap |= state.running > 1;
        state.calls.push(Call { verb, requests: None });
        Self { watch, index: state.calls.len() - 1, before }
    }

    fn end(self) {
        let after = self.watch.requests();
        let mut state = self.watch.state();
        let alone = !state.overlap;
        if let Some(call) = state.calls.get_mut(self.index).filter(|_| alone) {
            call.requests = after.zip(self.before).map(|(after, before)| after.saturating_sub(before));
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let mut state = self.watch.state();
        state.running -= 1;
        state.overlap &= state.running > 0;
    }
}

/// Returns all that a log could show of an error.
fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!("\n{cause}\n{cause:?}"));
        source = cause.source();
    }
    text
}
