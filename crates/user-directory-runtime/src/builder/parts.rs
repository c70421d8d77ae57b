//! What the settings become. Not generic, so that it is compiled once and not in each provider crate.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use super::BuildError;
use crate::base_url;
use crate::client::{Sender, Shared};
use crate::settings::Settings;

impl Settings {
    /// Returns the base URL as it is used.
    pub(super) fn base_url(&self) -> Result<Url, BuildError> {
        base_url::parse(&self.base_url, self.allow_http)
            .map_err(|reason| BuildError::BaseUrl { reason }.in_setting(self.base_url_setting.as_ref()))
    }

    /// Returns what a client sends with.
    pub(super) fn into_sender(
        mut self: Box<Self>,
        base_url: Url,
        provider: &'static str,
        request_ids: &'static [&'static str],
    ) -> Result<Sender, BuildError> {
        if self.unusable_header {
            return Err(BuildError::setting("a header", "name or value has characters that a header cannot carry"));
        }
        let user_agent = HeaderValue::from_maybe_shared(self.user_agent.clone())
            .map_err(|_| BuildError::setting("the user agent", "it has characters that a header cannot carry"))?;
        let options = Arc::new(std::mem::take(&mut self.options));
        let shared = Shared { provider, request_ids, user_agent, base_url, settings: *self };
        let http = shared
            .http_client(options.connect_timeout.unwrap_or(Duration::from_secs(10)))
            .map_err(|source| BuildError::HttpClient { source: Arc::new(source.without_url()) })?;
        Ok(Sender { shared: Arc::new(shared), options, http: Some(http) })
    }
}
