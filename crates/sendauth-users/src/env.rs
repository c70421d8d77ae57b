//! Settings from environment variables.

use user_directory_runtime::{BuildError, Environment};

use crate::{Client, ClientBuilder, Credentials};

impl Client {
    /// Builds a client from environment variables: `SENDAUTH_USERNAME` and `SENDAUTH_PASSWORD`,
    /// and optionally `SENDAUTH_BASE_URL`.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing, naming it, or if a value cannot be used.
    #[inline]
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder_from(&Environment::process())?.build()
    }

    /// Starts building a client from the variables that [`from_env`](Self::from_env) reads, so that more can be set.
    ///
    /// # Errors
    ///
    /// Fails if a variable is missing, naming it.
    #[inline]
    pub fn builder_from(environment: &Environment) -> Result<ClientBuilder, BuildError> {
        let username = environment.required("SENDAUTH_USERNAME")?;
        let password = environment.required("SENDAUTH_PASSWORD")?;
        let builder = Self::builder().credentials(Credentials::basic(username.expose(), password));
        Ok(match environment.optional("SENDAUTH_BASE_URL")? {
            Some(base_url) => builder.base_url(base_url.expose()),
            None => builder,
        })
    }
}
