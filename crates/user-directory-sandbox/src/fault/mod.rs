//! Faults on demand.

mod mutate;

use http::StatusCode;
use serde::{Deserialize, Serialize};

pub(crate) use mutate::mutate;

/// A failure on demand.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// Provider whose calls it affects (`velo`, `sendauth`, `finbourne`, `obp`, `saasus`); all of them if absent.
    #[serde(default)]
    pub provider: Option<String>,
    /// `operationId` that it affects; all operations if absent.
    #[serde(default)]
    pub operation: Option<String>,
    /// How many calls it affects before it is used up.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub kind: FaultKind,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Returns a fault that affects the next call, of any provider and operation.
    pub fn new(kind: FaultKind) -> Self {
        Self { provider: None, operation: None, times: 1, kind }
    }

    /// Affects calls of this provider only.
    #[must_use]
    pub fn provider(mut self, provider: impl Into<String>) -> Self {
        self.provider = Some(provider.into());
        self
    }

    /// Affects calls of this operation only.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Affects this many calls.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }
}

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// The answer is an error in the provider's shape; nothing is done.
    Status {
        /// HTTP status, 400 to 599.
        code: u16,
        /// When to try again, if the answer says so.
        #[serde(default)]
        retry_after: Option<RetryAfter>,
    },
    /// The call waits before it is handled.
    Delay {
        /// How long, in milliseconds of real time.
        milliseconds: u64,
    },
    /// The connection is reset.
    Reset(ResetAt),
    /// The connection is closed in the middle of the body, although the call is handled as usual.
    TruncatedBody,
    /// The body is not JSON.
    InvalidJson,
    /// The first property with an `enum` has a value that is not in it.
    UnknownEnumValue,
    /// The first required property is missing.
    MissingField,
    /// The answer has a property that is not in the specification.
    ExtraField,
    /// The answer is the previous one of the operation.
    DuplicatePage,
    /// After the answer the list changes, so that the next page is shifted.
    ListChanges(Change),
}

/// How a `Retry-After` header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RetryAfter {
    /// As seconds.
    Seconds(u32),
    /// As an HTTP date, so many seconds ahead by the sandbox's clock.
    DateIn(u32),
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ResetAt {
    /// Before anything is done.
    BeforeHandling,
    /// After everything is done, and before anything is answered: the client cannot know the outcome.
    BeforeAnswer,
    /// After half of the body.
    InBody,
}

/// How a list changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// A user is added.
    Insert,
    /// A user who was listed is removed.
    Remove,
}

/// Why a fault is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// There is no such provider.
    #[error("there is no provider `{0}`; the five are velo, sendauth, finbourne, obp and saasus")]
    Provider(String),
    /// There is no such operation.
    #[error("no provider that the fault is for has an operation `{0}`")]
    Operation(String),
    /// The status is not an error.
    #[error("{0} is not the status of an error: it must be from 400 to 599")]
    Status(u16),
    /// The answers of the operation have nothing that this fault changes.
    #[error("the answer of `{0}` has nothing to which this fault applies")]
    Inapplicable(String),
}

/// The faults that have not happened yet.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.0.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// Uses the oldest fault that applies to this call once.
    pub(crate) fn take(&mut self, provider: &str, operation: Option<&str>) -> Option<FaultKind> {
        let fits = |fault: &Fault| {
            fault.provider.as_deref().is_none_or(|wanted| wanted == provider)
                && fault.operation.as_deref().is_none_or(|wanted| Some(wanted) == operation)
        };
        let index = self.0.iter().position(fits)?;
        let fault = self.0.get_mut(index)?;
        let kind = fault.kind.clone();
        fault.times -= 1;
        if fault.times == 0 {
            self.0.remove(index);
        }
        Some(kind)
    }
}

impl FaultKind {
    /// Returns the status if it is one of an error.
    pub(crate) fn failure(code: u16) -> Option<StatusCode> {
        let status = StatusCode::from_u16(code).ok()?;
        (400..=599).contains(&code).then_some(status)
    }
}
