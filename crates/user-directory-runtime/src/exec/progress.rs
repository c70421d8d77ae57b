//! How far a call has come, told to whoever cuts it off.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

#[derive(Default)]
pub(super) struct Progress {
    attempts: AtomicU32,
    outcome_unknown: AtomicBool,
}

impl Progress {
    /// Notes that an attempt goes out, and returns its number.
    pub(super) fn sending(&self) -> u32 {
        self.outcome_unknown.store(true, Ordering::Relaxed);
        self.attempts.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }

    /// Notes whether the server may have carried out the attempt that is over.
    pub(super) fn ended(&self, outcome_unknown: bool) {
        self.outcome_unknown.store(outcome_unknown, Ordering::Relaxed);
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    pub(super) fn outcome_unknown(&self) -> bool {
        self.outcome_unknown.load(Ordering::Relaxed)
    }
}
