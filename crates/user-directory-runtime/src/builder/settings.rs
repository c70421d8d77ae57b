//! The settings of a client.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Semaphore;

use super::ClientBuilder;
use crate::auth::{Authenticate, Clock};
use crate::client::Provider;
use crate::header::header;
use crate::{Interceptor, RetryBudget, RetryPolicy};

impl<P: Provider> ClientBuilder<P> {
    /// Sets the base URL: `https`, or `http` to a loopback address, without user name, query and fragment.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.settings.base_url = base_url.into();
        self.settings.base_url_setting = None;
        self
    }

    /// Permits `http` to other machines than this one. Credentials then travel in clear text. Default: `false`.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.settings.allow_http = allow;
        self
    }

    /// Sets the credentials. Without any, only operations that need none can be called.
    pub fn credentials(mut self, credentials: impl Into<P::Credentials>) -> Self {
        self.credentials = Some(credentials.into());
        self.settings.credentials_setting = None;
        self
    }

    /// Names the settings, such as environment variables, that the base URL and the credentials came from. Errors
    /// about them name these.
    pub fn settings(mut self, base_url: impl Into<String>, credentials: impl Into<String>) -> Self {
        self.settings.base_url_setting = Some(base_url.into());
        self.settings.credentials_setting = Some(credentials.into());
        self
    }

    /// Sets your own authentication scheme, in place of credentials.
    pub fn authenticator(mut self, scheme: impl Authenticate) -> Self {
        self.settings.authenticator = Some(Arc::new(scheme));
        self
    }

    /// Sets how long it may take to connect, TLS included. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long one attempt may take, from sending to the end of the answer. Default: 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long a whole call may take: all attempts, the waits between them, and token requests. Default: 120 s.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.settings.options.total_timeout = Some(timeout);
        self
    }

    /// Sets when requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.options.retry = Some(policy);
        self
    }

    /// Sets the retry budget. Clients that talk to the same server may share one.
    pub fn retry_budget(mut self, budget: impl Into<Arc<RetryBudget>>) -> Self {
        self.settings.budget = budget.into();
        self
    }

    /// Sets how many attempts may be under way at a time, over all clones of the client. 0 counts as 1. Default: no
    /// limit.
    pub fn max_concurrency(mut self, limit: usize) -> Self {
        self.settings.limits.concurrency = Some(Semaphore::new(limit.clamp(1, Semaphore::MAX_PERMITS)));
        self
    }

    /// Sets how many attempts may be sent per second, over all clones of the client, after a burst of as many.
    /// Default: no limit.
    #[cfg(feature = "rate-limit")]
    pub fn max_per_second(mut self, limit: std::num::NonZeroU32) -> Self {
        self.settings.limits.rate = Some(governor::RateLimiter::direct(governor::Quota::per_second(limit)));
        self
    }

    /// Sets the longest answer that is read, in bytes. Default: 16 MiB. A longer one fails the call.
    ///
    /// An answer takes a multiple of its length in memory; a hostile body, a large multiple.
    pub fn max_response_body(mut self, bytes: usize) -> Self {
        self.settings.max_response_body = bytes;
        self
    }

    /// Adds a header to every request that does not have it. If name or value cannot be sent in a header, no client
    /// is built.
    pub fn header(mut self, name: impl AsRef<str>, value: impl TryInto<HeaderValue>) -> Self {
        match header(name, value) {
            Some((name, value)) => _ = self.settings.headers.insert(name, value),
            None => self.settings.unusable_header = true,
        }
        self
    }

    /// Puts the application's name and version, as `name/1.0`, before the provider crate's in `User-Agent`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.settings.user_agent = format!("{} {}", application.into(), P::USER_AGENT).into();
        self
    }

    /// Adds an interceptor.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.settings.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Sets the wall clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Configures the underlying HTTP client: proxy, certificate authorities, client certificate, DNS, keep-alive.
    ///
    /// A connection that is not used is kept for 30 s; `pool_idle_timeout` sets less for servers that close theirs
    /// earlier. The proxies that `HTTP_PROXY` and its like name are not used for a base URL on loopback, unless set here.
    /// Redirects, reqwest's own retries and the connect timeout stay as this builder has them.
    pub fn http_client_builder(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.settings.http_hook = Some(Arc::new(configure));
        self
    }
}
