//! What a run of the suite says.

use std::fmt;

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The directory behaves as it should.
    Passed,
    /// The check did not run, for this reason.
    Skipped(String),
    /// The directory does not behave as it should.
    Failed(String),
}

/// A check that was considered, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ran {
    /// The name of the check.
    pub check: &'static str,
    /// What came of it.
    pub outcome: Outcome,
}

/// Tells which checks passed, were skipped and failed. `Display` prints one line for each.
#[derive(Clone, Debug)]
#[must_use = "a report that nobody reads asserts nothing"]
pub struct Report {
    provider: &'static str,
    ran: Vec<Ran>,
}

impl Report {
    pub(super) fn new(provider: &'static str) -> Self {
        Self { provider, ran: Vec::new() }
    }

    pub(super) fn add(&mut self, check: &'static str, outcome: Outcome) {
        self.ran.push(Ran { check, outcome });
    }

    /// Returns all checks in their order.
    pub fn checks(&self) -> &[Ran] {
        &self.ran
    }

    /// Returns the names of the checks that passed.
    pub fn passed(&self) -> Vec<&'static str> {
        self.names(|outcome| *outcome == Outcome::Passed)
    }

    /// Returns the names of the checks that were skipped.
    pub fn skipped(&self) -> Vec<&'static str> {
        self.names(|outcome| matches!(outcome, Outcome::Skipped(_)))
    }

    /// Returns the names of the checks that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        self.names(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    fn names(&self, is: impl Fn(&Outcome) -> bool) -> Vec<&'static str> {
        let fitting = self.ran.iter().filter(|ran| is(&ran.outcome));
        fitting.map(|ran| ran.check).collect()
    }

    /// Returns whether no check failed and at least one passed.
    pub fn is_ok(&self) -> bool {
        self.failed().is_empty() && !self.passed().is_empty()
    }

    /// Panics with the whole report if a check failed, or if none passed.
    #[allow(clippy::panic)]
    pub fn assert_ok(&self) {
        if !self.is_ok() {
            panic!("the directory does not conform\n{self}");
        }
    }

    /// Panics if one of these checks did not pass: a directory that declares less than it can must not pass by that.
    #[allow(clippy::panic)]
    pub fn assert_ran(&self, checks: &[&str]) {
        let passed = self.passed();
        let missing: Vec<_> = checks.iter().filter(|name| !passed.contains(name)).collect();
        if !missing.is_empty() {
            panic!("these checks did not pass: {missing:?}\n{self}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Ran { check, outcome } in &self.ran {
            match outcome {
                Outcome::Passed => writeln!(f, "passed   {check}")?,
                Outcome::Skipped(why) => writeln!(f, "skipped  {check}: {why}")?,
                Outcome::Failed(why) => writeln!(f, "FAILED   {check}: {why}")?,
            }
        }
        write!(
            f,
            "{}: {} passed, {} skipped, {} failed",
            self.provider,
            self.passed().len(),
            self.skipped().len(),
            self.failed().len()
        )
    }
}
