//! The settings of a client.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;

use crate::auth::{Authenticate, Clock, SystemClock};
use crate::limit::Limits;
use crate::{CallOptions, Interceptor, RetryBudget};

pub(crate) type HttpHook = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Everything that can be set but the credentials.
pub(crate) struct Settings {
    pub(crate) base_url: String,
    /// The names of the settings that the base URL and the credentials came from, for errors.
    pub(crate) base_url_setting: Option<String>,
    pub(crate) credentials_setting: Option<String>,
    pub(crate) allow_http: bool,
    /// What single calls can change.
    pub(crate) options: CallOptions,
    pub(crate) authenticator: Option<Arc<dyn Authenticate>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) headers: HeaderMap,
    pub(crate) unusable_header: bool,
    pub(crate) user_agent: Bytes,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(crate) http_hook: Option<HttpHook>,
    pub(crate) limits: Limits,
    pub(crate) max_response_body: usize,
}

impl Settings {
    /// Returns the defaults.
    pub(crate) fn new(base_url: &str, user_agent: &'static str) -> Box<Self> {
        Box::new(Self {
            base_url: base_url.to_owned(),
            base_url_setting: None,
            credentials_setting: None,
            allow_http: false,
            options: CallOptions::new(),
            authenticator: None,
            clock: Arc::new(SystemClock),
            budget: Arc::default(),
            headers: HeaderMap::new(),
            unusable_header: false,
            // Each request gets a clone, and clones of what is static share no counter.
            user_agent: Bytes::from_static(user_agent.as_bytes()),
            interceptors: Vec::new(),
            http_hook: None,
            limits: Limits::default(),
            max_response_body: 16 * 1024 * 1024,
        })
    }
}
