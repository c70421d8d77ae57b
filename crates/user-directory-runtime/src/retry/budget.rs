//! A limit to retries across all calls of a client, against piling load on a server that is down.

use std::sync::atomic::{AtomicU32, Ordering};

/// A token bucket: each retry takes tokens out, each success on the first attempt puts some back.
///
/// By default the bucket holds 500 tokens, a retry takes 10 and a success returns 1: a client makes at most 50
/// retries in a row, and with the bucket empty one for every ten successes. All clones of a client share it.
#[derive(Debug)]
pub struct RetryBudget {
    capacity: u32,
    cost: u32,
    refund: u32,
    tokens: AtomicU32,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(500, 10, 1)
    }
}

impl RetryBudget {
    /// Makes a full bucket.
    pub fn new(capacity: u32, cost: u32, refund: u32) -> Self {
        Self { capacity, cost, refund, tokens: AtomicU32::new(capacity) }
    }

    /// Makes a bucket that is never empty.
    pub fn unlimited() -> Self {
        Self::new(0, 0, 0)
    }

    /// Takes the tokens of a retry, or returns `false`.
    pub(crate) fn withdraw(&self) -> bool {
        self.change(|tokens| tokens.checked_sub(self.cost))
    }

    pub(crate) fn deposit(&self) {
        self.change(|tokens| {
            let fuller = tokens.saturating_add(self.refund).min(self.capacity);
            // A full bucket is only read: a write would take the cache line from the other processors with each call.
            (fuller != tokens).then_some(fuller)
        });
    }

    /// Changes the number of tokens, and returns whether there is a change.
    fn change(&self, to: impl FnMut(u32) -> Option<u32>) -> bool {
        self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, to).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_dry_and_fills_by_success() {
        let budget = RetryBudget::default();
        assert_eq!((0..100).filter(|_| budget.withdraw()).count(), 50);
        for _ in 0..10 {
            assert!(!budget.withdraw());
            budget.deposit();
        }
        assert!(budget.withdraw());
        for _ in 0..10_000 {
            budget.deposit();
        }
        assert_eq!((0..100).filter(|_| budget.withdraw()).count(), 50);
        let unlimited = RetryBudget::unlimited();
        assert!((0..1000).all(|_| unlimited.withdraw()));
    }
}
