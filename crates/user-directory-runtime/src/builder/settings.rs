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

    /// Sets the credentials. Without any, only operations that need none can be called.
    pub fn credentials(mut self, credentials: impl Into<P::Credentials>) -> Self {
        self.credentials = Some(credentials.into());
        self.settings.credentials_setting = None;
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

    /// Adds an interceptor.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.settings.interceptors.push(Arc::new(interceptor));
        self
    }

    setters! {
        /// Permits `http` to other machines than this one. Credentials then travel in clear text. Default: `false`.
        pub allow_http(allow: bool) => settings.allow_http = allow;

        /// Names the setting, such as an environment variable, that the base URL came from. Errors about it name this.
        pub base_url_setting(name: impl Into<String>) => settings.base_url_setting = Some(name.into());

        /// Names the settings that the credentials came from. Errors about them name these.
        pub credentials_setting(names: impl Into<String>) => settings.credentials_setting = Some(names.into());

        /// Sets your own authentication scheme, in place of credentials.
        pub authenticator(scheme: impl Authenticate) => settings.authenticator = Some(Arc::new(scheme));

        /// Sets how long it may take to connect, TLS included. Default: 10 s.
        pub connect_timeout(timeout: Duration) => settings.options.connect_timeout = Some(timeout);

        /// Sets how long one attempt may take, from sending to the end of the answer. Default: 30 s.
        pub attempt_timeout(timeout: Duration) => settings.options.attempt_timeout = Some(timeout);

        /// Sets how long a whole call may take: all attempts, the waits between them, and token requests. Default: 120 s.
        pub total_timeout(timeout: Duration) => settings.options.total_timeout = Some(timeout);

        /// Sets when requests are sent again.
        pub retry(policy: RetryPolicy) => settings.options.retry = Some(policy);

        /// Sets the retry budget. Clients that talk to the same server may share one.
        pub retry_budget(budget: impl Into<Arc<RetryBudget>>) => settings.budget = budget.into();

        /// Sets how many attempts may be under way at a time, over all clones of the client. 0 counts as 1. Default: no
        /// limit.
        pub max_concurrency(limit: usize)
            => settings.limits.concurrency = Some(Semaphore::new(limit.clamp(1, Semaphore::MAX_PERMITS)));

        /// Sets how many attempts may be sent per second, over all clones of the client, after a burst of as many.
        /// Default: no limit.
        #[cfg(feature = "rate-limit")]
        pub max_per_second(limit: std::num::NonZeroU32)
            => settings.limits.rate = Some(governor::RateLimiter::direct(governor::Quota::per_second(limit)));

        /// Sets the longest answer that is read, in bytes. Default: 16 MiB. A longer one fails the call.
        ///
        /// An answer takes a multiple of its length in memory; a hostile body, a large multiple.
        pub max_response_body(bytes: usize) => settings.max_response_body = bytes;

        /// Puts the application's name and version, as `name/1.0`, before the provider crate's in `User-Agent`.
        pub user_agent(application: impl Into<String>)
            => settings.user_agent = format!("{} {}", application.into(), P::USER_AGENT).into();

        /// Sets the wall clock.
        pub clock(clock: impl Clock) => settings.clock = Arc::new(clock);

        /// Configures the underlying HTTP client: proxy, certificate authorities, client certificate, DNS, keep-alive.
        ///
        /// A connection that is not used is kept for 30 s; `pool_idle_timeout` sets less for servers that close theirs
        /// earlier. The proxies that `HTTP_PROXY` and its like name are not used for a base URL on loopback, unless set here.
        /// Redirects, reqwest's own retries and the connect timeout stay as this builder has them.
        pub http_client_builder(
            configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static
        ) => settings.http_hook = Some(Arc::new(configure));
    }
}
