//! The terms in which a table speaks.

use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;

use super::Verb;

/// Says whether a directory can do something, and at what price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "support", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Support {
    /// One request to an operation made for it. Where the provider does not tell why it refused, another one may ask.
    Native {
        /// What else there is to know.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<Cow<'static, str>>,
    },
    /// Emulated with other operations.
    Emulated {
        /// How many requests it takes.
        requests: Requests,
        /// Whether a change that somebody else makes between those requests can be lost.
        racy: bool,
        /// How it is done.
        note: Cow<'static, str>,
    },
    /// Not possible with the documented operations.
    Unsupported,
}

impl Support {
    /// Returns whether it can be done at all.
    pub const fn is_supported(&self) -> bool {
        !matches!(self, Self::Unsupported)
    }
}

/// How many requests something takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Requests {
    /// Always this many.
    Exactly(u8),
    /// This many at most.
    UpTo(u8),
    /// At most one for each page of the list of all users, and one more.
    PerPage,
    /// One for each item that changes, and one more.
    PerItem,
}

/// Says whether grants have a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Scopes {
    /// Grants apply everywhere; one with a scope is refused.
    Never,
    /// Grants may have a scope.
    Optional,
    /// Every grant needs a scope.
    Always,
}

/// Says when a list or a search shows a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Consistency {
    /// At once.
    Immediate,
    /// After a while.
    Eventual {
        /// After about how long, if the provider says.
        about: Option<Duration>,
    },
}

/// A value beyond the common fields that a directory takes with some verbs: see
/// [`request`](crate::request).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Extra {
    /// The name, as the provider writes it.
    pub name: Cow<'static, str>,
    /// The verbs that take it.
    pub verbs: Cow<'static, [Verb]>,
    /// When it is needed.
    pub needed: Needed,
}

impl Extra {
    /// Describes a value.
    pub fn new(name: impl Into<Cow<'static, str>>, verbs: impl Into<Cow<'static, [Verb]>>, needed: Needed) -> Self {
        Self { name: name.into(), verbs: verbs.into(), needed }
    }
}

/// Says when an [`Extra`] is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Needed {
    /// It can be left out.
    Never,
    /// A request without it fails before it is sent.
    Always,
    /// The provider refuses some requests without it. The text completes "needed for …".
    For(Cow<'static, str>),
}
