//! Whether and when a call's next attempt begins.

use std::time::Duration;

use tokio::time::Instant;

use super::attempt::Repeat;
use crate::retry::Backoff;
use crate::{RetryBudget, RetryPolicy};

/// The retries of one call.
pub(super) struct Schedule<'a> {
    policy: &'a RetryPolicy,
    budget: &'a RetryBudget,
    /// Whether the request may be sent although the server may have carried it out.
    repeatable: bool,
    /// When no further attempt may begin.
    end: Instant,
    /// Boxed, since most calls have none and all would carry it.
    backoff: Option<Box<Backoff>>,
    retries: u32,
}

impl<'a> Schedule<'a> {
    pub(super) fn new(
        policy: &'a RetryPolicy,
        budget: &'a RetryBudget,
        repeatable: bool,
        (began, deadline): (Instant, Instant),
    ) -> Self {
        Self {
            policy,
            budget,
            repeatable,
            // An attempt that cannot begin in time would only turn a telling error into a timeout.
            end: match began.checked_add(policy.time_limit) {
                Some(end) => end.min(deadline),
                None => deadline,
            },
            backoff: None,
            retries: 0,
        }
    }

    /// Returns whether there was no retry so far.
    pub(super) fn is_without_retry(&self) -> bool {
        self.retries == 0
    }

    /// Returns how long to wait before the next attempt, or `None` if there is to be none.
    pub(super) fn next(&mut self, repeat: Repeat, asked: Option<Duration>) -> Option<Duration> {
        let worth_it = match repeat {
            Repeat::Never => false,
            Repeat::Unsent => true,
            Repeat::Ambiguous => self.repeatable,
            Repeat::Answered(status) => self.policy.repeats_status(status, self.repeatable),
        };
        if !worth_it || self.retries.saturating_add(1) >= self.policy.max_attempts {
            return None;
        }
        let wait = match asked {
            Some(asked) if asked > self.policy.max_retry_after => return None,
            Some(asked) => asked,
            None => {
                let new = || Box::new(Backoff::new(self.policy));
                self.backoff.get_or_insert_with(new).next()?
            }
        };
        let begins = Instant::now().checked_add(wait)?;
        if begins >= self.end || !self.budget.withdraw() {
            return None;
        }
        self.retries += 1;
        Some(wait)
    }
}
