//! What a client authenticates with.

use user_directory_runtime::{BuildError, Environment, Secret, credentials};

use crate::auth::Signer;
use crate::{Client, ClientBuilder};

credentials! {
    /// Says who the client acts for.
    pub struct Credentials;
}

impl Credentials {
    /// Signs every request with the keys of a SaaS (`SAASUSSIGV1`), again for each attempt, since the signature covers
    /// the time.
    ///
    /// If the server refuses a signature with 401 and its clock differs by more than a minute, requests are signed
    /// with the server's time from then on, and the one refused is sent once more.
    pub fn api_key(saas_id: impl AsRef<str>, api_key: impl Into<Secret>, secret_key: impl Into<Secret>) -> Self {
        Self::from_scheme(Signer::new(saas_id.as_ref(), &api_key.into(), &secret_key.into()))
    }
}

pub(crate) fn from_environment(environment: &Environment) -> Result<ClientBuilder, BuildError> {
    let builder = Client::builder().credentials(Credentials::api_key(
        environment.required("SAASUS_SAAS_ID")?.expose(),
        environment.required("SAASUS_API_KEY")?,
        environment.required("SAASUS_SECRET_KEY")?,
    ));
    let builder = builder.credentials_setting("SAASUS_SAAS_ID, SAASUS_API_KEY or SAASUS_SECRET_KEY");
    Ok(match environment.optional("SAASUS_BASE_URL")? {
        Some(modules) => {
            let base_url = format!("{}/auth", modules.expose().trim().trim_end_matches('/'));
            builder.base_url(base_url).base_url_setting("SAASUS_BASE_URL")
        }
        None => builder,
    })
}
