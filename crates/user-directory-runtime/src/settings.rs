//! What a client can be told.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use crate::auth::{Authenticate, Clock, SystemClock};
use crate::limit::Limits;
use crate::{Interceptor, RetryBudget, RetryPolicy};

pub(crate) type HttpHook = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Everything that can be set but the credentials.
pub(crate) struct Settings {
    pub(crate) base_url: String,
    pub(crate) allow_http: bool,
    pub(crate) authenticator: Option<Arc<dyn Authenticate>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Arc<RetryBudget>,
    pub(crate) headers: HeaderMap,
    pub(crate) unusable_header: bool,
    pub(crate) user_agent: Option<String>,
    pub(crate) interceptors: Vec<Arc<dyn Interceptor>>,
    pub(crate) http_hook: Option<HttpHook>,
    pub(crate) limits: Limits,
    pub(crate) max_response_body: usize,
}

impl Settings {
    /// Returns the defaults.
    pub(crate) fn new(base_url: &str) -> Box<Self> {
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
            unusable_header: false,
            user_agent: None,
            interceptors: Vec::new(),
            http_hook: None,
            limits: Limits::default(),
            max_response_body: 16 * 1024 * 1024,
        })
    }
}
