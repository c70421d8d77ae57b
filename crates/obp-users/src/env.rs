//! A client from environment variables.

use user_directory_runtime::{BuildError, Environment, Secret};

use crate::auth::DirectLogin;
use crate::{Client, ClientBuilder, Credentials};

impl Client {
    /// Builds a client from the process's environment.
    ///
    /// `OBP_BASE_URL` is needed, and one way to authenticate. If there are several, this order decides:
    /// `OBP_BEARER_TOKEN`; `OBP_TOKEN`, a DirectLogin token; `OBP_USERNAME`, `OBP_PASSWORD` and `OBP_CONSUMER_KEY`, by
    /// which the client logs in. A variable that is empty counts as missing.
    ///
    /// # Errors
    ///
    /// Fails with [`BuildError::MissingVariable`], which names the variable, if one is missing, and if a value cannot be
    /// used.
    #[inline]
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder_from(&Environment::process())?.build()
    }

    /// Starts building a client from these variables, so that more can be set.
    ///
    /// # Errors
    ///
    /// As [`from_env`](Self::from_env), but for values that only [`ClientBuilder::build`] checks.
    ///
    /// [`ClientBuilder::build`]: user_directory_runtime::ClientBuilder::build
    #[inline]
    pub fn builder_from(environment: &Environment) -> Result<ClientBuilder, BuildError> {
        let base_url = environment.required("OBP_BASE_URL")?;
        Ok(Self::builder().base_url(base_url.expose().trim()).credentials(credentials(environment)?))
    }
}

fn credentials(environment: &Environment) -> Result<Credentials, BuildError> {
    if let Some(token) = environment.optional("OBP_BEARER_TOKEN")? {
        return Ok(Credentials::bearer(token));
    }
    if let Some(token) = environment.optional("OBP_TOKEN")? {
        return Ok(Credentials::direct_login_token(token));
    }
    let login = ["OBP_USERNAME", "OBP_PASSWORD", "OBP_CONSUMER_KEY"];
    let given: Vec<Option<Secret>> =
        login.into_iter().map(|name| environment.optional(name)).collect::<Result<_, _>>()?;
    if given.iter().all(Option::is_none) {
        // Nothing at all: the simplest way is the one to name.
        return Err(BuildError::MissingVariable { name: "OBP_TOKEN" });
    }
    let [username, password, consumer_key] = login;
    Ok(Credentials::direct_login(DirectLogin::new(
        environment.required(username)?,
        environment.required(password)?,
        environment.required(consumer_key)?,
    )))
}
