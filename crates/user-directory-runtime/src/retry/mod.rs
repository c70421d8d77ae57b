//! When a request is sent again, and how long after.

mod after;
mod budget;
mod schedule;

use std::time::Duration;

use http::StatusCode;

use crate::ErrorKind;

pub(crate) use after::retry_after;
pub use budget::RetryBudget;
pub(crate) use schedule::Schedule;

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
        Self::DEFAULT
    }
}

impl RetryPolicy {
    pub(crate) const DEFAULT: Self = Self {
        max_attempts: 3,
        initial_delay: Duration::from_millis(250),
        max_delay: Duration::from_secs(10),
        factor: 2.0,
        time_limit: Duration::from_secs(60),
        max_retry_after: Duration::from_secs(30),
        refused_is_unprocessed: false,
    };

    /// Sends every request once.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    setters! {
        /// Sets how often a request is sent at most, the first time included. Default: 3. 0 counts as 1.
        pub max_attempts(attempts: u32) => max_attempts = attempts.max(1);

        /// Sets the bound of the first wait. Default: 250 ms.
        pub initial_delay(delay: Duration) => initial_delay = delay;

        /// Sets the largest bound of a wait. Default: 10 s.
        pub max_delay(delay: Duration) => max_delay = delay;

        /// Sets by how much the bound grows from wait to wait. Default: 2. Less than 1 counts as 1.
        pub factor(factor: f32) => factor = factor.max(1.0);

        /// Sets how long after the start of the call another attempt may begin. Default: 60 s.
        pub time_limit(limit: Duration) => time_limit = limit;

        /// Sets the longest `Retry-After` that is waited for. Default: 30 s. If the server asks for more, the call fails
        /// at once, and the error has the time: an earlier request would only be refused again.
        pub max_retry_after(limit: Duration) => max_retry_after = limit;

        /// Repeats any operation after 429, which says that the server has refused this request.
        ///
        /// Default: `false`, so that nothing that creates is sent twice unasked: HTTP does not say that a server counts
        /// before it acts. Set it for servers that are known to check their rate limit before anything else.
        pub rate_limited_is_unprocessed(unprocessed: bool) => refused_is_unprocessed = unprocessed;
    }

    /// Returns whether an attempt that was sent and failed in this way is followed by another.
    pub(crate) fn repeats(&self, kind: ErrorKind, status: Option<StatusCode>, repeatable: bool) -> bool {
        match (kind, status.map(|status| status.as_u16())) {
            (ErrorKind::Connect, _) => true,
            (ErrorKind::Timeout | ErrorKind::Transport, _) => repeatable,
            (ErrorKind::Api, Some(429)) => repeatable || self.refused_is_unprocessed,
            (ErrorKind::Api, Some(408 | 502 | 503 | 504)) => repeatable,
            _ => false,
        }
    }

    /// Returns the longest wait after this many retries.
    fn bound(&self, retries: u32) -> Duration {
        let exponent = i32::try_from(retries).unwrap_or(i32::MAX);
        let bound = Duration::try_from_secs_f32(self.initial_delay.as_secs_f32() * self.factor.powi(exponent));
        bound.unwrap_or(Duration::MAX).min(self.max_delay.max(self.initial_delay))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_repeat_by_the_operations_nature() {
        let policy = RetryPolicy::default();
        let trusting = policy.clone().rate_limited_is_unprocessed(true);
        for status in (100..600).filter_map(|code| StatusCode::from_u16(code).ok()) {
            let code = status.as_u16();
            let repeats = |policy: &RetryPolicy, repeatable| policy.repeats(ErrorKind::Api, Some(status), repeatable);
            assert_eq!(repeats(&policy, true), [408, 429, 502, 503, 504].contains(&code), "{status}");
            assert!(!repeats(&policy, false), "{status}");
            assert_eq!(repeats(&trusting, false), code == 429, "{status}");
        }
        for (kind, any, repeatable) in [
            (ErrorKind::Connect, true, true),
            (ErrorKind::Timeout, false, true),
            (ErrorKind::Transport, false, true),
            (ErrorKind::Tls, false, false),
            (ErrorKind::Policy, false, false),
            (ErrorKind::Decode, false, false),
            (ErrorKind::Request, false, false),
        ] {
            for status in [None, Some(StatusCode::OK)] {
                assert_eq!(policy.repeats(kind, status, false), any, "{kind:?}");
                assert_eq!(policy.repeats(kind, status, true), repeatable, "{kind:?}");
            }
        }
    }

    #[test]
    fn bounds_grow_to_a_limit_whatever_is_set() {
        let millis = Duration::from_millis;
        let policy = RetryPolicy::default();
        let bounds: Vec<_> = [0, 1, 2, 3, 6, 99, u32::MAX].map(|retries| policy.bound(retries)).into();
        assert_eq!(bounds, [250, 500, 1_000, 2_000, 10_000, 10_000, 10_000].map(millis));
        assert_eq!(policy.clone().factor(3.0).bound(2), millis(2_250));
        for odd in [f32::NAN, f32::INFINITY, -3.0, 0.0, 1e30] {
            let policy = RetryPolicy::default().factor(odd);
            assert_eq!(policy.bound(0), millis(250), "{odd}");
            assert!((millis(250)..=millis(10_000)).contains(&policy.bound(5)), "{odd}");
        }
        let long = RetryPolicy::default().initial_delay(Duration::MAX);
        assert_eq!(long.bound(3), Duration::MAX);
    }
}
