//! What a run of the suite found.

use std::fmt;

use serde::Serialize;
use user_directory_core::{Directory, Field, Verb};

/// Says how the directory does not behave as it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Failure {
    /// The sentence of the contract that does not hold.
    pub contract: String,
    /// The verb that it is about.
    pub verb: Option<Verb>,
    /// The field that it is about.
    pub field: Option<Field>,
    /// What should have been seen.
    pub expected: String,
    /// What was seen instead.
    pub seen: String,
    /// What the provider said, if a call failed. It may quote a person that the suite made.
    pub provider_text: Option<String>,
    /// The last calls of the check, oldest first.
    pub calls: Vec<Verb>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls: Vec<_> = self.calls.iter().map(|verb| verb.as_str()).collect();
        for (name, value) in [
            ("contract", Some(self.contract.as_str())),
            ("verb", self.verb.map(Verb::as_str)),
            ("field", self.field.map(Field::as_str)),
            ("expected", Some(self.expected.as_str())),
            ("seen", Some(self.seen.as_str())),
            ("provider", self.provider_text.as_deref()),
            ("calls", Some(calls.join(", ").as_str()).filter(|calls| !calls.is_empty())),
        ] {
            if let Some(value) = value {
                // A provider's text must not look like lines of the report.
                let line = value.replace(char::is_control, " ");
                writeln!(f, "         {name:8}  {line}")?;
            }
        }
        Ok(())
    }
}

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// The directory behaves as it should.
    Passed,
    /// The check does not apply.
    Skipped {
        /// Why.
        reason: String,
    },
    /// The directory does not behave as it should.
    Failed(Box<Failure>),
    /// The suite had stopped.
    NotRun,
}

/// A check and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ran {
    /// The name of the check.
    pub check: &'static str,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// How long it took, with making and removing people.
    pub milliseconds: u64,
    /// The requests that the server counted meanwhile, if it counts.
    pub requests: Option<u64>,
}

/// Tells which checks passed, were skipped, failed and did not run.
///
/// `Display` is for people: a line for each check, and below each failure what was expected and seen. For machines it is
/// serialized; the README lists the fields.
#[derive(Clone, Debug, Serialize)]
#[serde(into = "Serialized")]
#[must_use = "a report that nobody reads asserts nothing"]
pub struct Report {
    provider: &'static str,
    name: Option<String>,
    stopped: Option<Failure>,
    ran: Vec<Ran>,
}

/// A report as it is serialized.
#[derive(Serialize)]
struct Serialized {
    provider: &'static str,
    name: Option<String>,
    suite: &'static str,
    passed: usize,
    skipped: usize,
    failed: usize,
    not_run: usize,
    stopped: Option<Failure>,
    checks: Vec<Ran>,
}

impl From<Report> for Serialized {
    fn from(report: Report) -> Self {
        Self {
            provider: report.provider,
            name: report.name.clone(),
            suite: env!("CARGO_PKG_VERSION"),
            passed: report.passed().len(),
            skipped: report.skipped().len(),
            failed: report.failed().len(),
            not_run: report.not_run().len(),
            stopped: report.stopped,
            checks: report.ran,
        }
    }
}

impl Report {
    pub(crate) fn new(directory: &Directory) -> Self {
        let name = directory.name().map(str::to_owned);
        Self { provider: directory.provider(), name, stopped: None, ran: Vec::new() }
    }

    pub(crate) fn add(&mut self, ran: Ran) {
        self.ran.push(ran);
    }

    pub(crate) fn stop(&mut self, failure: Failure) {
        self.stopped = Some(failure);
    }

    /// Returns all checks in their order.
    pub fn checks(&self) -> &[Ran] {
        &self.ran
    }

    /// Returns why the suite stopped early, if it did: the fixture failed, or the time was over.
    pub fn stopped(&self) -> Option<&Failure> {
        self.stopped.as_ref()
    }

    /// Returns why a check failed, if it did.
    pub fn failure(&self, check: &str) -> Option<&Failure> {
        let ran = self.ran.iter().find(|ran| ran.check == check)?;
        match &ran.outcome {
            Outcome::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// Returns the names of the checks that passed.
    pub fn passed(&self) -> Vec<&'static str> {
        self.names(|outcome| *outcome == Outcome::Passed)
    }

    /// Returns the names of the checks that were skipped.
    pub fn skipped(&self) -> Vec<&'static str> {
        self.names(|outcome| matches!(outcome, Outcome::Skipped { .. }))
    }

    /// Returns the names of the checks that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        self.names(|outcome| matches!(outcome, Outcome::Failed(_)))
    }

    /// Returns the names of the checks that did not run because the suite had stopped.
    pub fn not_run(&self) -> Vec<&'static str> {
        self.names(|outcome| *outcome == Outcome::NotRun)
    }

    fn names(&self, is: impl Fn(&Outcome) -> bool) -> Vec<&'static str> {
        let fitting = self.ran.iter().filter(|ran| is(&ran.outcome));
        fitting.map(|ran| ran.check).collect()
    }

    /// Returns whether the suite came to its end, no check failed and at least one passed.
    pub fn is_ok(&self) -> bool {
        self.stopped.is_none() && self.failed().is_empty() && !self.passed().is_empty()
    }

    /// Panics with the whole report unless it [is ok](Self::is_ok).
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
        for Ran { check, outcome, .. } in &self.ran {
            match outcome {
                Outcome::Passed => writeln!(f, "passed   {check}")?,
                Outcome::Skipped { reason } => writeln!(f, "skipped  {check}: {reason}")?,
                Outcome::Failed(failure) => write!(f, "FAILED   {check}\n{failure}")?,
                Outcome::NotRun => writeln!(f, "not run  {check}")?,
            }
        }
        if let Some(failure) = &self.stopped {
            write!(f, "STOPPED  after {} checks\n{failure}", self.ran.len() - self.not_run().len())?;
        }
        let [passed, skipped, failed, not_run] =
            [self.passed(), self.skipped(), self.failed(), self.not_run()].map(|names| names.len());
        f.write_str(self.provider)?;
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        write!(f, ": {passed} passed, {skipped} skipped, {failed} failed, {not_run} not run")
    }
}
