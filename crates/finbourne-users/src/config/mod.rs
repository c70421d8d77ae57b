//! Settings from the environment and from `secrets.json`.

mod builder;
mod secrets;

use std::collections::BTreeMap;
use std::path::Path;

use user_directory_runtime::{BuildError, Environment, Secret};

pub(crate) const IDENTITY_URL: &str = "FBN_IDENTITY_URL";
pub(crate) const TOKEN_URL: &str = "FBN_TOKEN_URL";
pub(crate) const USERNAME: &str = "FBN_USERNAME";
pub(crate) const PASSWORD: &str = "FBN_PASSWORD";
pub(crate) const CLIENT_ID: &str = "FBN_CLIENT_ID";
pub(crate) const CLIENT_SECRET: &str = "FBN_CLIENT_SECRET";
pub(crate) const ACCESS_TOKEN: &str = "FBN_ACCESS_TOKEN";
pub(crate) const ACCESS_TOKEN_FILE: &str = "FBN_ACCESS_TOKEN_FILE";
pub(crate) const APP_NAME: &str = "FBN_APP_NAME";
pub(crate) const CORRELATION_ID: &str = "FBN_CORRELATION_ID";
pub(crate) const CLIENT_CERTIFICATE: &str = "FBN_CLIENT_CERTIFICATE";
pub(crate) const PROXY_ADDRESS: &str = "FBN_PROXY_ADDRESS";
pub(crate) const PROXY_USERNAME: &str = "FBN_PROXY_USERNAME";
pub(crate) const PROXY_PASSWORD: &str = "FBN_PROXY_PASSWORD";
pub(crate) const TOTAL_TIMEOUT: &str = "FBN_TOTAL_TIMEOUT_MS";
pub(crate) const CONNECT_TIMEOUT: &str = "FBN_CONNECT_TIMEOUT_MS";
pub(crate) const READ_TIMEOUT: &str = "FBN_READ_TIMEOUT_MS";
pub(crate) const RATE_LIMIT_RETRIES: &str = "FBN_RATE_LIMIT_RETRIES";

/// The environment variables. What stands elsewhere is filed under the name of its variable.
const VARIABLES: [&str; 18] = [
    IDENTITY_URL,
    TOKEN_URL,
    USERNAME,
    PASSWORD,
    CLIENT_ID,
    CLIENT_SECRET,
    ACCESS_TOKEN,
    ACCESS_TOKEN_FILE,
    APP_NAME,
    CORRELATION_ID,
    CLIENT_CERTIFICATE,
    PROXY_ADDRESS,
    PROXY_USERNAME,
    PROXY_PASSWORD,
    TOTAL_TIMEOUT,
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    RATE_LIMIT_RETRIES,
];

/// Another name of `FBN_IDENTITY_URL`.
const OLD_IDENTITY_URL: &str = "FBN_FINBOURNE_IDENTITY_API_URL";

/// Settings, each under the name of its variable.
#[derive(Default)]
pub(crate) struct Settings(BTreeMap<&'static str, Secret>);

impl Settings {
    /// Reads the environment, and then the file, whose values replace those of the environment.
    pub(crate) fn read(environment: &Environment, file: Option<&Path>) -> Result<Self, BuildError> {
        let mut settings = Self::default();
        for name in VARIABLES {
            if let Some(value) = environment.optional(name)? {
                settings.0.insert(name, value);
            }
        }
        if settings.get(IDENTITY_URL).is_none()
            && let Some(value) = environment.optional(OLD_IDENTITY_URL)?
        {
            settings.0.insert(IDENTITY_URL, value);
        }
        if let Some(file) = file {
            settings.0.extend(secrets::read(file)?);
        }
        Ok(settings)
    }

    fn get(&self, name: &'static str) -> Option<&Secret> {
        self.0.get(name)
    }

    fn required(&self, name: &'static str) -> Result<&Secret, BuildError> {
        self.get(name).ok_or(BuildError::MissingVariable { name })
    }

    /// Reads a number that is not negative.
    fn number(&self, name: &'static str) -> Result<Option<u64>, BuildError> {
        self.get(name).map(|value| value.expose().trim().parse()).transpose().map_err(|_| BuildError::InvalidSetting {
            setting: name,
            reason: "it is not a whole number of 0 or more".to_owned(),
        })
    }
}
