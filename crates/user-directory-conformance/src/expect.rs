//! What a check expects, and how it says that it saw something else.

use std::fmt::Debug;

use user_directory_core::{Error, ErrorKind, Field, Result, Verb};

/// What a check comes to, or a part of it.
pub(crate) type Checked<T = ()> = std::result::Result<T, Problem>;

/// Why a check did not pass.
pub(crate) enum Problem {
    /// The directory does not behave as it should.
    Failed(Seen),
    /// The check turned out not to apply, for this reason.
    Skipped(String),
    /// No later check could say anything. The sentence is what the suite stands on and does not hold.
    Stopped(&'static str, Seen),
}

/// What was seen instead of what was expected.
#[derive(Default)]
pub(crate) struct Seen {
    /// The verb, if it is not the first one that the check needs.
    pub(crate) verb: Option<Verb>,
    pub(crate) field: Option<Field>,
    pub(crate) expected: String,
    pub(crate) seen: String,
    pub(crate) provider_text: Option<String>,
}

impl Seen {
    /// Says that a call failed.
    pub(crate) fn failed(expected: impl Into<String>, error: &Error) -> Self {
        Self {
            verb: error.verb(),
            expected: expected.into(),
            seen: error.to_string(),
            provider_text: error.message().map(str::to_owned),
            ..Self::default()
        }
    }
}

/// A call failed that should not have.
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Failed(Seen::failed("success", &error))
    }
}

pub(crate) fn seen(expected: impl Into<String>, seen: impl Into<String>) -> Seen {
    Seen { expected: expected.into(), seen: seen.into(), ..Seen::default() }
}

pub(crate) fn failed(expected: impl Into<String>, seen: impl Into<String>) -> Problem {
    Problem::Failed(self::seen(expected, seen))
}

pub(crate) fn skipped(reason: impl Into<String>) -> Problem {
    Problem::Skipped(reason.into())
}

/// Fails unless this holds.
pub(crate) fn ensure(holds: bool, expected: &str, seen: &str) -> Checked {
    if holds { Ok(()) } else { Err(failed(expected, seen)) }
}

/// Fails unless something is what it should be.
pub(crate) fn expect<T: PartialEq + Debug>(what: &str, expected: T, seen: T) -> Checked {
    ensure(expected == seen, &format!("{what}: {expected:?}"), &format!("{seen:?}"))
}

/// Fails unless a field has the value that it should have.
pub(crate) fn expect_field<T: PartialEq + Debug>(field: Field, expected: T, seen: T) -> Checked {
    ensure(expected == seen, &format!("{expected:?}"), &format!("{seen:?}")).of(field)
}

/// Fails unless a call failed with this kind.
pub(crate) fn expect_error<T>(kind: ErrorKind, result: Result<T>) -> Checked {
    match result {
        Err(error) if error.kind() == kind => Ok(()),
        Err(error) => Err(Problem::Failed(Seen::failed(format!("an error of kind {kind:?}"), &error))),
        Ok(_) => Err(failed(format!("an error of kind {kind:?}"), "success")),
    }
}

/// Says what a failure is about.
pub(crate) trait About {
    /// Names the verb.
    fn at(self, verb: Verb) -> Self;
    /// Names the field.
    fn of(self, field: Field) -> Self;
}

impl<T> About for Checked<T> {
    fn at(mut self, verb: Verb) -> Self {
        if let Err(Problem::Failed(seen)) = &mut self {
            seen.verb = Some(verb);
        }
        self
    }

    fn of(mut self, field: Field) -> Self {
        if let Err(Problem::Failed(seen)) = &mut self {
            seen.field = Some(field);
        }
        self
    }
}
