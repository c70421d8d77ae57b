//! Building a client.

mod error;
mod http_client;
mod parts;
mod settings;

use std::marker::PhantomData;

pub use error::BuildError;

use crate::auth::Credentials;
use crate::client::{Core, Provider};
use crate::settings::Settings;

/// Builds a client of the provider `P`. Every provider crate's `Client::builder()` returns one.
pub struct ClientBuilder<P: Provider> {
    settings: Box<Settings>,
    credentials: Option<P::Credentials>,
}

impl<P: Provider> Default for ClientBuilder<P> {
    fn default() -> Self {
        Self { settings: Settings::new(P::BASE_URL, P::USER_AGENT), credentials: None }
    }
}

impl<P: Provider> ClientBuilder<P> {
    /// Starts with the provider's public base URL and no credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails if the base URL, the credentials or another setting is not usable, or if TLS cannot be set up.
    pub fn build(self) -> Result<P::Client, BuildError> {
        let mut settings = self.settings;
        let base_url = settings.base_url()?;
        if let (None, Some(credentials)) = (&settings.authenticator, self.credentials) {
            let scheme = credentials.into_authenticator();
            let setting = settings.credentials_setting.as_ref();
            settings.authenticator = Some(scheme.map_err(|error| error.in_setting(setting))?);
        }
        let sender = settings.into_sender(base_url, P::NAME, P::REQUEST_ID_HEADERS)?;
        Ok(Core { sender, provider: PhantomData }.into())
    }
}

debug_only!(ClientBuilder [P: Provider] [P], _this => provider = P::NAME);
