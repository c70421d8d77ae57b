//! The kinds of failure that callers tell apart.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a call failed, in terms that are the same for all directories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The person, or what is named with them, does not exist.
    NotFound,
    /// A person of that name or address exists already.
    AlreadyExists,
    /// An argument is not valid, for this crate or for the provider.
    InvalidInput,
    /// The credentials are missing, wrong or expired.
    Unauthenticated,
    /// The credentials do not allow it.
    PermissionDenied,
    /// Too many calls.
    RateLimited,
    /// The state of the account does not allow it, or somebody else has changed it meanwhile.
    Conflict,
    /// The directory cannot do it. Nothing was sent.
    Unsupported,
    /// There was no answer in time.
    Timeout,
    /// The provider cannot be reached or has trouble of its own.
    Unavailable,
    /// The provider's answer is not what it documents.
    Decode,
    /// The directory is not configured rightly. Nothing was sent.
    Configuration,
    /// Anything else.
    Other,
}

impl ErrorKind {
    /// Returns the kind in one lower-case word or two, as used in logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::AlreadyExists => "already_exists",
            Self::InvalidInput => "invalid_input",
            Self::Unauthenticated => "unauthenticated",
            Self::PermissionDenied => "permission_denied",
            Self::RateLimited => "rate_limited",
            Self::Conflict => "conflict",
            Self::Unsupported => "unsupported",
            Self::Timeout => "timeout",
            Self::Unavailable => "unavailable",
            Self::Decode => "decode",
            Self::Configuration => "configuration",
            Self::Other => "other",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::NotFound => "not found",
            Self::AlreadyExists => "exists already",
            Self::InvalidInput => "the input is not valid",
            Self::Unauthenticated => "not authenticated",
            Self::PermissionDenied => "permission denied",
            Self::RateLimited => "too many calls",
            Self::Conflict => "in conflict with the state of the account",
            Self::Unsupported => "the directory cannot do this",
            Self::Timeout => "timed out",
            Self::Unavailable => "the provider is not available",
            Self::Decode => "the answer could not be understood",
            Self::Configuration => "not configured rightly",
            Self::Other => "failed",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}
