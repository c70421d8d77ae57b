//! The HTTP client beneath: what the user may set, and what stays as it is.

use std::sync::Arc;

use http::HeaderValue;

use crate::client::MakeHttp;
use crate::install_cryptography;

pub(super) type HttpHook = Arc<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// Returns what makes an HTTP client with a given connect timeout.
pub(super) fn maker(user_agent: HeaderValue, hook: Option<HttpHook>) -> Box<MakeHttp> {
    Box::new(move |connect_timeout| {
        let builder = reqwest::Client::builder().user_agent(user_agent.clone());
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
