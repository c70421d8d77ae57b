//! What a client authenticates with.

use user_directory_runtime::{BuildError, Environment, FixedHeader, Secret, credentials};

use crate::{Client, ClientBuilder, auth};

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Logs in with an API key and its secret, at `/v1/authenticate` below the client's base URL.
    ///
    /// The token is fetched by the first call, shared by all clones of the client, renewed 60 s before its end, and
    /// once more if the server refuses it.
    pub fn client_credentials(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self::from_scheme(auth::login(&key.into(), &secret.into()))
    }

    /// Sends a token as `Authorization: Bearer …`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::from_scheme(FixedHeader::bearer(token))
    }
}

pub(crate) fn from_environment(environment: &Environment) -> Result<ClientBuilder, BuildError> {
    let (names, credentials) = match environment.optional("VELO_TOKEN")? {
        Some(token) => ("VELO_TOKEN", Credentials::bearer(token)),
        None => {
            let (key, secret) = (environment.required("VELO_API_KEY")?, environment.required("VELO_API_SECRET")?);
            ("VELO_API_KEY or VELO_API_SECRET", Credentials::client_credentials(key, secret))
        }
    };
    let builder = Client::builder().credentials(credentials).base_url_from(environment, "VELO_BASE_URL")?;
    Ok(builder.credentials_setting(names))
}
