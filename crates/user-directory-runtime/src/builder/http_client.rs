//! The HTTP client beneath: what the user may set, and what stays as it is.

use std::time::Duration;

use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::base_url::is_loopback;
use crate::client::MakeHttp;
use crate::install_cryptography;
use crate::settings::HttpHook;

/// How long a connection is kept unused. Load balancers and servers close theirs after 60 s or more as a rule, and a
/// request that meets such an end has an unknown outcome.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// Returns what makes an HTTP client with a given connect timeout.
pub(super) fn maker(base_url: &Url, user_agent: HeaderValue, hook: Option<HttpHook>) -> Box<MakeHttp> {
    let loopback = is_loopback(base_url);
    // No header at all would allow the server any coding.
    let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))]);
    Box::new(move |connect_timeout| {
        let mut builder = reqwest::Client::builder()
            .user_agent(user_agent.clone())
            .default_headers(headers.clone())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT);
        if loopback {
            // A proxy of the environment is another machine, for which this one's loopback is out of reach.
            builder = builder.no_proxy();
        }
        let builder = match &hook {
            Some(hook) => hook(builder),
            None => builder,
        };
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
    })
}
