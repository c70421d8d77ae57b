//! What the settings become. Not generic, so that it is compiled once and not in each provider crate.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use url::Url;

use super::BuildError;
use super::http_client::{self, HttpHook};
use crate::auth::{Authenticate, Clock, SystemClock};
use crate::client::Shared;
use crate::limit::Limits;
use crate::{Interceptor, RetryBudget, RetryPolicy};

/// Everything that can be set but the credentials.
pub(super) struct Settings {
    pub(super) base_url: String,
    pub(super) allow_http: bool,
    pub(super) authenticator: Option<Arc<dyn Authenticate>>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) connect_timeout: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Arc<RetryBudget>,
    pub(super) headers: HeaderMap,
    pub(super) user_agent: Option<String>,
    pub(super) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(super) http_hook: Option<HttpHook>,
    pub(super) limits: Limits,
    pub(super) max_response_body: usize,
}

impl Settings {
    /// Returns the defaults.
    pub(super) fn new(base_url: &str) -> Box<Self> {
        Box::new(Self {
            base_url: base_url.to_owned(),
            allow_http: false,
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
            max_response_body: 16 * 1024 * 1024,
        })
    }

    /// Returns the base URL as it is used.
    pub(super) fn base_url(&self) -> Result<Url, BuildError> {
        crate::base_url::parse(&self.base_url, self.allow_http)
    }

    /// Returns what all clones of a client share. `provider` is the provider crate's user agent.
    pub(super) fn into_shared(
        self: Box<Self>,
        base_url: Url,
        provider: &'static str,
    ) -> Result<Arc<Shared>, BuildError> {
        let user_agent = user_agent(self.user_agent.as_deref(), provider)?;
        let make_http = http_client::maker(&base_url, user_agent, self.http_hook);
        let http = make_http(self.connect_timeout)
            .map_err(|source| BuildError::HttpClient { source: source.without_url() })?;
        Ok(Arc::new(Shared {
            http,
            base_url,
            authenticator: self.authenticator,
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
        }))
    }
}

/// Returns the provider crate's user agent, after the application's own.
fn user_agent(application: Option<&str>, provider: &'static str) -> Result<HeaderValue, BuildError> {
    let bytes = match application {
        Some(application) => Bytes::from(format!("{application} {provider}")),
        // Each request gets a clone, and clones of what is static share no counter.
        None => Bytes::from_static(provider.as_bytes()),
    };
    HeaderValue::from_maybe_shared(bytes).map_err(|_| BuildError::InvalidSetting {
        setting: "the user agent",
        reason: "it has characters that a header cannot carry".to_owned(),
    })
}
