//! A client from environment variables.

use user_directory_runtime::{BuildError, Environment, Secret};

use crate::auth::DirectLogin;
use crate::{Client, ClientBuilder, Credentials};

pub(crate) fn builder(environment: &Environment) -> Result<ClientBuilder, BuildError> {
    environment.required("OBP_BASE_URL")?;
    let (names, credentials) = credentials(environment)?;
    let builder = Client::builder().credentials(credentials).credentials_setting(names);
    builder.base_url_from(environment, "OBP_BASE_URL")
}

/// Returns the credentials, and the names of their variables.
fn credentials(environment: &Environment) -> Result<(&'static str, Credentials), BuildError> {
    if let Some(token) = environment.optional("OBP_BEARER_TOKEN")? {
        return Ok(("OBP_BEARER_TOKEN", Credentials::bearer(token)));
    }
    if let Some(token) = environment.optional("OBP_TOKEN")? {
        return Ok(("OBP_TOKEN", Credentials::direct_login_token(token)));
    }
    let login = ["OBP_USERNAME", "OBP_PASSWORD", "OBP_CONSUMER_KEY"];
    let given: Vec<Option<Secret>> =
        login.into_iter().map(|name| environment.optional(name)).collect::<Result<_, _>>()?;
    if given.iter().all(Option::is_none) {
        // Nothing at all: the simplest way is the one to name.
        return Err(BuildError::MissingVariable { name: "OBP_TOKEN" });
    }
    let [username, password, consumer_key] = login;
    let login = DirectLogin::new(
        environment.required(username)?,
        environment.required(password)?,
        environment.required(consumer_key)?,
    );
    Ok(("OBP_USERNAME, OBP_PASSWORD or OBP_CONSUMER_KEY", Credentials::direct_login(login)))
}
