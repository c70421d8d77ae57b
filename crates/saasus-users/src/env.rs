//! Settings from environment variables.

use user_directory_runtime::{BuildError, Environment};

use crate::{Client, ClientBuilder, Credentials};

impl Client {
    /// Builds a client from environment variables: `SAASUS_SAAS_ID`, `SAASUS_API_KEY` and
    /// `SAASUS_SECRET_KEY`, and optionally `SAASUS_BASE_URL`, the address of all modules up to `/v1`, to which `/auth`
    /// is added.
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
        let credentials = Credentials::api_key(
            environment.required("SAASUS_SAAS_ID")?.expose(),
            environment.required("SAASUS_API_KEY")?,
            environment.required("SAASUS_SECRET_KEY")?,
        );
        let builder = Self::builder().credentials(credentials);
        Ok(match environment.optional("SAASUS_BASE_URL")? {
            Some(modules) => {
                let modules = modules.expose().trim().trim_end_matches('/');
                builder.base_url(format!("{modules}/auth"))
            }
            None => builder,
        })
    }
}
