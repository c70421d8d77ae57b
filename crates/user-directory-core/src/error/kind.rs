//! The kinds of failure that callers distinguish.

use std::fmt;

names! {
    /// Why a call failed, in terms that are the same for all directories.
    pub enum ErrorKind, "kind of error" {
        /// The person, or what is named with them, does not exist.
        NotFound = "not_found",
        /// A person of that name or address exists already.
        AlreadyExists = "already_exists",
        /// An argument is not valid, for this crate or for the provider.
        InvalidInput = "invalid_input",
        /// The credentials are missing, wrong or expired.
        Unauthenticated = "unauthenticated",
        /// The credentials do not allow it.
        PermissionDenied = "permission_denied",
        /// Too many calls.
        RateLimited = "rate_limited",
        /// The state of the account does not allow it, or somebody else has changed it meanwhile.
        Conflict = "conflict",
        /// The directory cannot do it. Nothing was sent.
        Unsupported = "unsupported",
        /// There was no answer in time.
        Timeout = "timeout",
        /// The provider cannot be reached or has failed itself.
        Unavailable = "unavailable",
        /// The provider's answer is not what it documents.
        Decode = "decode",
        /// The directory is not configured rightly. Nothing was sent.
        Configuration = "configuration",
        /// Anything else.
        Other = "other",
    }
}

impl ErrorKind {
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
