//! Why a client could not be built.

use std::fmt;

/// Why a client could not be built. Holds no secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not one to send credentials to.
    BaseUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The credentials cannot be sent.
    InvalidCredentials {
        /// What is wrong with them, without their value.
        reason: String,
    },
    /// An environment variable is missing.
    MissingVariable {
        /// The name of the variable.
        name: &'static str,
    },
    /// A setting is out of its range.
    InvalidSetting {
        /// The name of the setting.
        setting: &'static str,
        /// What is wrong with it, without a secret's value.
        reason: String,
    },
    /// The HTTP client could not be set up, mostly for want of TLS.
    HttpClient {
        /// The cause.
        source: reqwest::Error,
    },
}

impl BuildError {
    /// Tells the same once more, to another clone of the credentials that it is about.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::BaseUrl { reason } => Self::BaseUrl { reason },
            Self::MissingVariable { name } => Self::MissingVariable { name },
            Self::InvalidSetting { setting, reason } => Self::InvalidSetting { setting, reason: reason.clone() },
            Self::InvalidCredentials { reason } => Self::InvalidCredentials { reason: reason.clone() },
            Self::HttpClient { .. } => Self::InvalidCredentials { reason: self.to_string() },
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { reason } => write!(f, "the base URL cannot be used: {reason}"),
            Self::InvalidCredentials { reason } => {
                write!(f, "the credentials cannot be used: {reason}")
            }
            Self::MissingVariable { name } => {
                write!(f, "the environment variable {name} is not set")
            }
            Self::InvalidSetting { setting, reason } => {
                write!(f, "{setting} cannot be used: {reason}")
            }
            Self::HttpClient { .. } => f.write_str("the HTTP client could not be set up"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::HttpClient { source } => Some(source),
            _ => None,
        }
    }
}
