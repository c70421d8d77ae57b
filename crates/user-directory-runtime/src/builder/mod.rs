//! Building a client.

mod error;

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;

pub use error::BuildError;

use crate::auth::{Authenticate, Credentials, SystemClock};
use crate::client::{Core, Provider, Shared};

/// Builds a client of the provider `P`. Every provider crate's `Client::builder()` returns one.
pub struct ClientBuilder<P: Provider> {
    base_url: String,
    allow_http: bool,
    credentials: Option<P::Credentials>,
}

impl<P: Provider> Default for ClientBuilder<P> {
    fn default() -> Self {
        Self {
            base_url: P::BASE_URL.to_owned(),
            allow_http: false,
            credentials: None,
        }
    }
}

impl<P: Provider> ClientBuilder<P> {
    /// Starts with the provider's public base URL and no credentials.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the base URL: `https`, or `http` to a loopback address, without query and fragment.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// Permits `http` to other machines. Credentials then travel in clear text.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Sets the credentials. Without any, only operations that need none can be called.
    pub fn credentials(mut self, credentials: impl Into<P::Credentials>) -> Self {
        self.credentials = Some(credentials.into());
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails if the base URL or the credentials are not usable, or TLS cannot be set up.
    pub fn build(self) -> Result<P::Client, BuildError> {
        let base_url = crate::base_url::parse(&self.base_url, self.allow_http)?;
        let authenticator: Option<Arc<dyn Authenticate>> = match self.credentials {
            Some(credentials) => Some(credentials.into_authenticator(&base_url)?),
            None => None,
        };
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|source| BuildError::HttpClient {
                source: source.without_url(),
            })?;
        let core = Core {
            shared: Arc::new(Shared {
                user_agent: HeaderValue::from_static(P::USER_AGENT),
                base_url,
                authenticator,
                clock: Arc::new(SystemClock),
            }),
            provider: std::marker::PhantomData,
        };
        let base_url = core.base_url().as_str().trim_end_matches('/').to_owned();
        Ok(P::client(&base_url, http, core))
    }
}

impl<P: Provider> fmt::Debug for ClientBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("provider", &P::NAME)
            .finish_non_exhaustive()
    }
}
