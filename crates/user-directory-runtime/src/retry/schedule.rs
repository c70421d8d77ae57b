//! Whether and when the next attempt begins.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use super::{RetryBudget, RetryPolicy};
use crate::ErrorKind;

/// The retries of one call, or of one token request.
pub(crate) struct Schedule<'a> {
    policy: &'a RetryPolicy,
    budget: Option<&'a RetryBudget>,
    /// Whether the request may be sent although the server may have carried it out.
    repeatable: bool,
    /// When no further attempt may begin.
    end: Instant,
    retries: u32,
}

impl<'a> Schedule<'a> {
    pub(crate) fn new(
        policy: &'a RetryPolicy,
        budget: Option<&'a RetryBudget>,
        repeatable: bool,
        (began, deadline): (Instant, Instant),
    ) -> Self {
        // An attempt that cannot begin in time would only turn a telling error into a timeout.
        let end = began.checked_add(policy.time_limit).map_or(deadline, |end| end.min(deadline));
        Self { policy, budget, repeatable, end, retries: 0 }
    }

    /// Returns the number of retries so far.
    pub(crate) fn retries(&self) -> u32 {
        self.retries
    }

    /// Returns how long to wait before the next attempt, or `None` if there is to be none.
    pub(crate) fn next(
        &mut self,
        kind: ErrorKind,
        status: Option<StatusCode>,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        let policy = self.policy;
        let enough = self.retries.saturating_add(1) >= policy.max_attempts;
        if enough || !policy.repeats(kind, status, self.repeatable) {
            return None;
        }
        let wait = match asked {
            Some(asked) if asked > policy.max_retry_after => return None,
            Some(asked) => asked,
            // Full jitter: anything from nothing to the bound.
            None => policy.bound(self.retries).mul_f64(fastrand::f64()),
        };
        let begins = Instant::now().checked_add(wait)?;
        if begins >= self.end || !self.budget.is_none_or(RetryBudget::withdraw) {
            return None;
        }
        self.retries += 1;
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Returns the waits of a call that is answered 503 for ever.
    fn waits(policy: &RetryPolicy, budget: &RetryBudget, asked: Option<Duration>) -> Vec<Duration> {
        let began = Instant::now();
        let mut schedule = Schedule::new(policy, Some(budget), true, (began, began + 3600 * SECOND));
        let next = || schedule.next(ErrorKind::Api, Some(StatusCode::SERVICE_UNAVAILABLE), asked);
        std::iter::from_fn(next).take(1000).collect()
    }

    #[test]
    fn waits_stay_below_growing_bounds_and_differ() {
        let policy = RetryPolicy::default().max_attempts(7).initial_delay(SECOND).max_delay(8 * SECOND);
        let (mut low, mut high) = ([false; 6], [false; 6]);
        for _ in 0..200 {
            let waits = waits(&policy, &RetryBudget::unlimited(), None);
            assert_eq!(waits.len(), 6);
            for (index, (wait, bound)) in waits.into_iter().zip([1, 2, 4, 8, 8, 8]).enumerate() {
                assert!(wait <= bound * SECOND, "{wait:?} of {bound} s");
                low[index] |= wait < bound * SECOND / 5;
                high[index] |= wait > bound * SECOND * 4 / 5;
            }
        }
        assert_eq!((low, high), ([true; 6], [true; 6]), "each wait is spread over its whole range");
    }

    #[test]
    fn ends_by_attempts_time_budget_and_what_the_server_asks() {
        let many = RetryPolicy::default().max_attempts(u32::MAX).initial_delay(Duration::ZERO);
        let full = || RetryBudget::new(30, 10, 1);
        for (policy, budget, asked, count) in [
            (RetryPolicy::default(), RetryBudget::unlimited(), None, 2),
            (RetryPolicy::never(), RetryBudget::unlimited(), None, 0),
            (many.clone(), full(), None, 3),
            (many.clone().time_limit(Duration::ZERO), full(), None, 0),
            (many.clone().time_limit(Duration::MAX), full(), None, 3),
            (many.clone(), full(), Some(30 * SECOND), 3),
            (many.clone(), full(), Some(31 * SECOND), 0),
            (many.clone().max_retry_after(Duration::MAX), full(), Some(31 * SECOND), 3),
            (many.clone().max_retry_after(Duration::MAX), full(), Some(60 * SECOND), 0),
            (many.max_retry_after(Duration::MAX), full(), Some(Duration::MAX), 0),
        ] {
            assert_eq!(waits(&policy, &budget, asked).len(), count, "{policy:?} {asked:?}");
        }
    }
}
