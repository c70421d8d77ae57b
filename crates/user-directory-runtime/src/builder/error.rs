//! Why a client could not be built.

use std::sync::Arc;

/// Why a client could not be built. Holds no secret.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not one to send credentials to.
    #[error("the base URL cannot be used: {reason}")]
    BaseUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The credentials cannot be sent.
    #[error("the credentials cannot be used: {reason}")]
    InvalidCredentials {
        /// What is wrong with them, without their value.
        reason: String,
    },
    /// An environment variable is missing.
    #[error("the environment variable {name} is not set")]
    MissingVariable {
        /// The name of the variable.
        name: &'static str,
    },
    /// A setting is out of its range.
    #[error("{setting} cannot be used: {reason}")]
    InvalidSetting {
        /// The name of the setting, such as an environment variable.
        setting: String,
        /// What is wrong with it, without a secret's value.
        reason: String,
    },
    /// The HTTP client could not be set up, mostly for want of TLS.
    #[error("the HTTP client could not be set up")]
    HttpClient {
        /// The cause.
        source: Arc<reqwest::Error>,
    },
}

impl BuildError {
    /// Reports a setting that cannot be used. The reason must not hold a secret.
    pub fn setting(setting: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::InvalidSetting { setting: setting.into(), reason: reason.into() }
    }

    /// Reports credentials that cannot be used. The reason must not hold their value.
    pub fn credentials(reason: impl Into<String>) -> Self {
        Self::InvalidCredentials { reason: reason.into() }
    }

    /// Names the setting that a value came from, if it is known.
    pub(crate) fn in_setting(self, setting: Option<&String>) -> Self {
        match (setting, self) {
            (Some(setting), Self::BaseUrl { reason }) => Self::setting(setting, reason),
            (Some(setting), Self::InvalidCredentials { reason } | Self::InvalidSetting { reason, .. }) => {
                Self::setting(setting, reason)
            }
            (_, error) => error,
        }
    }
}
