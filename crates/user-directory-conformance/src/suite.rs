//! How the suite is run.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use user_directory_core::Directory;

use crate::fixture::settling;
use crate::watch::Counter;
use crate::{Check, Fixture, Report, checks};

/// Runs the checks on a directory, with the people that a [`Fixture`] makes.
#[derive(Clone)]
pub struct Suite {
    settle: Option<Duration>,
    pub(crate) pace: Duration,
    pub(crate) check_limit: Duration,
    pub(crate) limit: Duration,
    pub(crate) requests: Option<Counter>,
    pub(crate) others: u32,
    only: Option<Vec<String>>,
}

impl Suite {
    /// Starts with no delay between calls, one minute for each check, one hour for all, and every check.
    pub fn new() -> Self {
        Self {
            settle: None,
            pace: Duration::ZERO,
            check_limit: Duration::from_secs(60),
            limit: Duration::from_secs(60 * 60),
            requests: None,
            others: 0,
            only: None,
        }
    }

    /// Sets how long the directory may take to show what was done. Until then the suite looks again and again.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = Some(settle);
        self
    }

    /// Sets a delay before each call.
    #[must_use]
    pub fn pace(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// Sets how long one check may take, delays included. It fails when that time is over, and the suite goes on.
    #[must_use]
    pub fn check_limit(mut self, limit: Duration) -> Self {
        self.check_limit = limit;
        self
    }

    /// Sets how long all checks together may take. The suite stops when that time is over.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Sets the function that returns how many requests the server has seen so far, without those for tokens. No one else
    /// may send any during the run.
    #[must_use]
    pub fn requests(mut self, count: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.requests = Some(Arc::new(count));
        self
    }

    /// Sets how many other people the fixture makes for the check that no verb sends more requests because of them. It
    /// takes as long as making them, which [`check_limit`](Self::check_limit) must allow, and as long as removing them.
    #[must_use]
    pub fn others(mut self, people: u32) -> Self {
        self.others = people;
        self
    }

    /// Runs these checks and no others.
    #[must_use]
    pub fn only<T: Into<String>>(mut self, checks: impl IntoIterator<Item = T>) -> Self {
        self.only = Some(checks.into_iter().map(Into::into).collect());
        self
    }

    /// Runs the checks, one after another, and removes the people made.
    ///
    /// A name in [`only`](Self::only) that no check has stops the suite before anything is done.
    pub async fn run(&self, directory: &Directory, fixture: &dyn Fixture) -> Report {
        crate::run::run(self, directory, fixture).await
    }

    /// Returns how long what was done may take to be seen.
    pub(crate) fn settling(&self, directory: &Directory) -> Duration {
        self.settle.unwrap_or_else(|| settling(directory))
    }

    /// Returns the checks that are to be run.
    ///
    /// # Errors
    ///
    /// Fails with a name that no check has.
    pub(crate) fn checks(&self) -> Result<Vec<&'static Check>, &str> {
        let Some(only) = &self.only else { return Ok(checks().collect()) };
        if let Some(unknown) = only.iter().find(|name| checks().all(|check| check.name != **name)) {
            return Err(unknown);
        }
        Ok(checks().filter(|check| only.iter().any(|name| name == check.name)).collect())
    }
}

impl Default for Suite {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suite")
            .field("settle", &self.settle)
            .field("pace", &self.pace)
            .field("check_limit", &self.check_limit)
            .field("limit", &self.limit)
            .field("counts", &self.requests.is_some())
            .field("others", &self.others)
            .field("only", &self.only)
            .finish()
    }
}
