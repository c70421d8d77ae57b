//! When a request is sent again, and how long after.

mod after;
mod backoff;
mod budget;

use std::time::Duration;

use http::StatusCode;

pub(crate) use after::retry_after;
pub(crate) use backoff::Backoff;
pub use budget::RetryBudget;

/// Whether and how requests are sent again.
///
/// A request is repeated if its operation is safe or idempotent by the generated table, or if
/// [`CallOptions::idempotent`](crate::CallOptions::idempotent) says so for this call, and if the attempt ended with
/// 408, 429, 502, 503 or 504, a broken connection (before or within the answer) or the attempt's timeout. Any other
/// request is repeated only when it provably never left: no connection could be made.
///
/// The wait is the server's `Retry-After` if there is one, else a random time up to an exponentially growing bound
/// ("full jitter").
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) initial_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) factor: f32,
    pub(crate) time_limit: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) refused_is_unprocessed: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            initial_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(10),
            factor: 2.0,
            time_limit: Duration::from_secs(60),
            max_retry_after: Duration::from_secs(30),
            refused_is_unprocessed: false,
        }
    }
}

impl RetryPolicy {
    /// Sends every request once.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets how often a request is sent at most, the first time included. Default: 3. 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the bound of the first wait. Default: 250 ms.
    pub fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the largest bound of a wait. Default: 10 s.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets by how much the bound grows from wait to wait. Default: 2. Less than 1 counts as 1.
    pub fn factor(mut self, factor: f32) -> Self {
        self.factor = factor.max(1.0);
        self
    }

    /// Sets how long after the start of the call another attempt may begin. Default: 60 s.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Sets the longest `Retry-After` that is waited for. Default: 30 s. If the server asks for more, the call fails
    /// at once, and the error tells how long: to come earlier than asked would only be refused again.
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.max_retry_after = limit;
        self
    }

    /// Takes 429 for a promise that the server has not carried out the call, and so repeats any operation after it.
    ///
    /// Default: `false`, since HTTP makes no such promise. Set it for servers whose rate limit is known to stand in
    /// front of everything else.
    pub fn rate_limited_is_unprocessed(mut self, unprocessed: bool) -> Self {
        self.refused_is_unprocessed = unprocessed;
        self
    }

    /// Returns whether an answer with this status is worth another attempt.
    pub(crate) fn repeats_status(&self, status: StatusCode, repeatable: bool) -> bool {
        match status.as_u16() {
            429 => repeatable || self.refused_is_unprocessed,
            408 | 502 | 503 | 504 => repeatable,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_repeat_by_the_operations_nature() {
        let policy = RetryPolicy::default();
        for status in (100..600).filter_map(|code| StatusCode::from_u16(code).ok()) {
            let temporary = [408, 429, 502, 503, 504].contains(&status.as_u16());
            assert_eq!(policy.repeats_status(status, true), temporary, "{status}");
            assert!(!policy.repeats_status(status, false), "{status}");
        }
        let trusting = policy.rate_limited_is_unprocessed(true);
        assert!(trusting.repeats_status(StatusCode::TOO_MANY_REQUESTS, false));
        assert!(!trusting.repeats_status(StatusCode::SERVICE_UNAVAILABLE, false));
    }
}
