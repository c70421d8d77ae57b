//! Settings from environment variables.

use user_directory_runtime::{BuildError, Environment};

use crate::{Client, ClientBuilder, Credentials};

impl Client {
    /// Builds a client from environment variables: `VELO_API_KEY` and `VELO_API_SECRET`, or in
    /// their place an access token in `VELO_TOKEN`, and optionally `VELO_BASE_URL`. The token counts if all are set.
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
        let credentials = match environment.optional("VELO_TOKEN")? {
            Some(token) => Credentials::bearer(token),
            None => Credentials::client_credentials(
                environment.required("VELO_API_KEY")?,
                environment.required("VELO_API_SECRET")?,
            ),
        };
        let builder = Self::builder().credentials(credentials);
        Ok(match environment.optional("VELO_BASE_URL")? {
            Some(base_url) => builder.base_url(base_url.expose()),
            None => builder,
        })
    }
}
