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
pub(crate) struct Settings(BTreeMap<&'static str, Setting>);

/// A value, and where it was read: the name of a variable, or a key of the file.
struct Setting {
    value: Secret,
    place: String,
}

impl Settings {
    /// Reads the environment, and then the file, whose values replace those of the environment.
    pub(crate) fn read(environment: &Environment, file: Option<&Path>) -> Result<Self, BuildError> {
        let mut settings = Self::default();
        for name in VARIABLES {
            settings.add(name, name, environment)?;
        }
        if settings.get(IDENTITY_URL).is_none() {
            settings.add(IDENTITY_URL, OLD_IDENTITY_URL, environment)?;
        }
        if let Some(file) = file {
            settings.0.extend(secrets::read(file)?);
        }
        Ok(settings)
    }

    /// Reads a variable as the setting `name`.
    fn add(&mut self, name: &'static str, variable: &'static str, environment: &Environment) -> Result<(), BuildError> {
        if let Some(value) = environment.optional(variable)? {
            self.0.insert(name, Setting { value, place: variable.to_owned() });
        }
        Ok(())
    }

    fn get(&self, name: &'static str) -> Option<&Secret> {
        self.0.get(name).map(|setting| &setting.value)
    }

    /// Returns where a setting was read.
    fn place(&self, name: &'static str) -> String {
        self.0.get(name).map_or_else(|| name.to_owned(), |setting| setting.place.clone())
    }

    fn invalid(&self, name: &'static str, reason: impl Into<String>) -> BuildError {
        BuildError::setting(self.place(name), reason)
    }

    fn required(&self, name: &'static str) -> Result<&Secret, BuildError> {
        self.get(name).ok_or(BuildError::MissingVariable { name })
    }

    /// Reads a number that is not negative.
    fn number(&self, name: &'static str) -> Result<Option<u64>, BuildError> {
        let number = self.get(name).map(|value| value.expose().trim().parse()).transpose();
        number.map_err(|_| self.invalid(name, "it is not a whole number of 0 or more"))
    }
}
