//! What a client authenticates with.

use user_directory_runtime::{BuildError, Environment, FixedHeader, Secret, credentials};

use crate::{Client, ClientBuilder};

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Sends a user name and a password by HTTP Basic.
    pub fn basic(username: impl AsRef<str>, password: impl Into<Secret>) -> Self {
        Self::from_scheme(FixedHeader::basic(username, password))
    }
}

pub(crate) fn from_environment(environment: &Environment) -> Result<ClientBuilder, BuildError> {
    let username = environment.required("SENDAUTH_USERNAME")?;
    let password = environment.required("SENDAUTH_PASSWORD")?;
    let builder = Client::builder().credentials(Credentials::basic(username.expose(), password));
    let builder = builder.credentials_setting("SENDAUTH_USERNAME or SENDAUTH_PASSWORD");
    builder.base_url_from(environment, "SENDAUTH_BASE_URL")
}
