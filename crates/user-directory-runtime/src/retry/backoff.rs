//! The waits between attempts.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use super::RetryPolicy;

/// Exponential waits with full jitter: each is anything from nothing to its bound.
///
/// backon's jitter comes on top of the bound, so the bound, from a twin without jitter, is taken off again.
pub(crate) struct Backoff {
    bounds: ExponentialBackoff,
    jittered: ExponentialBackoff,
}

impl Backoff {
    pub(crate) fn new(policy: &RetryPolicy) -> Self {
        let builder = ExponentialBuilder::new()
            .with_min_delay(policy.initial_delay)
            .with_max_delay(policy.max_delay.max(policy.initial_delay))
            .with_factor(policy.factor)
            .without_max_times();
        Self { bounds: builder.build(), jittered: builder.with_jitter().build() }
    }
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        let bound = self.bounds.next()?;
        Some(self.jittered.next()?.saturating_sub(bound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_stay_below_growing_bounds_and_differ() {
        let policy = RetryPolicy::default().initial_delay(Duration::from_secs(1)).max_delay(Duration::from_secs(8));
        let mut low = false;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            for (wait, bound) in Backoff::new(&policy).zip([1, 2, 4, 8, 8, 8]) {
                assert!(wait <= Duration::from_secs(bound), "{wait:?} of {bound} s");
                low |= wait < Duration::from_millis(bound * 200);
                seen.insert(wait);
            }
        }
        assert!(low && seen.len() > 100, "not spread over the whole range");
    }
}
