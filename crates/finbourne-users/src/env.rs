//! A client from environment variables and `secrets.json`.

use std::path::Path;

use user_directory_runtime::{BuildError, Environment};

use crate::config::Settings;
use crate::{Client, ClientBuilder};

/// The file that [`Client::from_env`] reads, in the working directory.
const SECRETS: &str = "secrets.json";

impl Client {
    /// Builds a client from the process's environment and from `secrets.json` in the working directory, if it exists.
    ///
    /// First the `FBN_*` variables are read, then `secrets.json`, then the token file that `FBN_ACCESS_TOKEN_FILE`
    /// names; of values for the same setting the one read last counts. A token wins over the password grant. The front
    /// page of this crate lists variables and keys.
    ///
    /// # Errors
    ///
    /// Fails with [`BuildError::MissingVariable`], which names the variable, if a setting is nowhere, and if a value
    /// cannot be used.
    #[inline]
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder_from_secrets(&Environment::process(), Path::new(SECRETS))?.build()
    }

    /// Starts building a client from these variables, and from the token file if they name one, so that more can be set.
    /// No `secrets.json` is read.
    ///
    /// # Errors
    ///
    /// As [`from_env`](Self::from_env), but for values that only [`ClientBuilder::build`] checks.
    ///
    /// [`ClientBuilder::build`]: user_directory_runtime::ClientBuilder::build
    #[inline]
    pub fn builder_from(environment: &Environment) -> Result<ClientBuilder, BuildError> {
        Settings::read(environment, None)?.builder()
    }

    /// Starts building a client as [`from_env`](Self::from_env) does, from these variables and the `secrets.json` at this
    /// path, so that more can be set. A file that does not exist holds nothing.
    ///
    /// # Errors
    ///
    /// As [`builder_from`](Self::builder_from).
    #[inline]
    pub fn builder_from_secrets(environment: &Environment, secrets: &Path) -> Result<ClientBuilder, BuildError> {
        Settings::read(environment, Some(secrets))?.builder()
    }
}
