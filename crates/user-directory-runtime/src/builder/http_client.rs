//! The underlying HTTP client: what the user can configure, and what is fixed.

use std::time::Duration;

use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};

use crate::base_url::is_loopback;
use crate::client::Shared;
use crate::install_cryptography;

/// How long a connection is kept unused. Load balancers and servers close theirs after 60 s or more as a rule, and a
/// request that meets such an end has an unknown outcome.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(30);

impl Shared {
    /// Makes an HTTP client with a new connection pool.
    pub(crate) fn http_client(&self, connect_timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent.clone())
            // No header at all would allow the server any coding.
            .default_headers(HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]))
            .pool_idle_timeout(POOL_IDLE_TIMEOUT);
        if is_loopback(&self.base_url) {
            // A proxy of the environment is another machine, for which this one's loopback is out of reach.
            builder = builder.no_proxy();
        }
        if let Some(hook) = &self.settings.http_hook {
            builder = hook(builder);
        }
        // After the hook, which may have installed another.
        install_cryptography();
        builder
            .connect_timeout(connect_timeout)
            // A redirect would carry custom credential headers to another host, and turn a POST into a GET.
            .redirect(reqwest::redirect::Policy::none())
            // All repeating is ours: an attempt has to be authenticated and counted.
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
    }
}
