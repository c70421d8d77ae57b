//! Building a client.

mod error;
mod http_client;
mod settings;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};

pub use error::BuildError;

use crate::auth::{Authenticate, Clock, Credentials, SystemClock};
use crate::client::{Core, Provider, Shared};
use crate::limit::Limits;
use crate::{CallOptions, Interceptor, RetryBudget, RetryPolicy};

use http_client::HttpHook;

/// Builds a client of the provider `P`. Every provider crate's `Client::builder()` returns one.
pub struct ClientBuilder<P: Provider> {
    base_url: String,
    allow_http: bool,
    credentials: Option<P::Credentials>,
    authenticator: Option<Arc<dyn Authenticate>>,
    clock: Arc<dyn Clock>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    total_timeout: Duration,
    retry: RetryPolicy,
    budget: Arc<RetryBudget>,
    headers: HeaderMap,
    user_agent: Option<String>,
    interceptors: Vec<Arc<dyn Interceptor>>,
    http_hook: Option<HttpHook>,
    limits: Limits,
    max_response_body: usize,
}

impl<P: Provider> Default for ClientBuilder<P> {
    fn default() -> Self {
        Self {
            base_url: P::BASE_URL.to_owned(),
            allow_http: false,
            credentials: None,
            authenticator: None,
            clock: Arc::new(SystemClock),
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            budget: Arc::default(),
            headers: HeaderMap::new(),
            user_agent: None,
            interceptors: Vec::new(),
            http_hook: None,
            limits: Limits::default(),
            max_response_body: 64 * 1024 * 1024,
        }
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
        let base_url = crate::base_url::parse(&self.base_url, self.allow_http)?;
        let authenticator = match (self.authenticator, self.credentials) {
            (Some(own), _) => Some(own),
            (None, Some(credentials)) => Some(credentials.into_authenticator(&base_url)?),
            (None, None) => None,
        };
        let make_http =
            http_client::maker(user_agent::<P>(self.user_agent.as_deref())?, self.http_hook);
        let http = make_http(self.connect_timeout).map_err(|source| BuildError::HttpClient {
            source: source.without_url(),
        })?;
        let text = base_url.as_str().trim_end_matches('/').to_owned();
        let core = Core {
            shared: Arc::new(Shared {
                base_url,
                authenticator,
                clock: self.clock,
                attempt_timeout: self.attempt_timeout,
                total_timeout: self.total_timeout,
                retry: self.retry,
                budget: self.budget,
                headers: self.headers,
                interceptors: self.interceptors,
                limits: self.limits,
                max_response_body: self.max_response_body,
                make_http,
            }),
            options: Arc::new(CallOptions::default()),
            own_http: None,
            provider: PhantomData,
        };
        Ok(P::client(&text, http, core))
    }
}

/// Returns the provider crate's user agent, after the application's own.
fn user_agent<P: Provider>(application: Option<&str>) -> Result<HeaderValue, BuildError> {
    let text = match application {
        Some(application) => format!("{application} {}", P::USER_AGENT),
        None => P::USER_AGENT.to_owned(),
    };
    HeaderValue::from_str(&text).map_err(|_| BuildError::InvalidSetting {
        setting: "the user agent",
        reason: "it has characters that a header cannot carry".to_owned(),
    })
}

impl<P: Provider> fmt::Debug for ClientBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("provider", &P::NAME)
            .finish_non_exhaustive()
    }
}
