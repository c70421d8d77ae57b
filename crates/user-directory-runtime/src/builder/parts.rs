//! What the settings become. Not generic, so that it is compiled once and not in each provider crate.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use url::Url;

use super::{BuildError, http_client};
use crate::client::Shared;
use crate::settings::Settings;

impl Settings {
    /// Returns the base URL as it is used.
    pub(super) fn base_url(&self) -> Result<Url, BuildError> {
        crate::base_url::parse(&self.base_url, self.allow_http).map_err(|reason| BuildError::BaseUrl { reason })
    }

    /// Returns what all clones of a client share. `provider` is the provider crate's user agent.
    pub(super) fn into_shared(
        self: Box<Self>,
        base_url: Url,
        provider: &'static str,
    ) -> Result<Arc<Shared>, BuildError> {
        if self.unusable_header {
            let reason = "name or value has characters that a header cannot carry".to_owned();
            return Err(BuildError::InvalidSetting { setting: "a header", reason });
        }
        let user_agent = user_agent(self.user_agent.as_deref(), provider)?;
        let make_http = http_client::maker(&base_url, user_agent, self.http_hook.clone());
        let http = make_http(self.connect_timeout)
            .map_err(|source| BuildError::HttpClient { source: Arc::new(source.without_url()) })?;
        Ok(Arc::new(Shared { http, base_url, make_http, settings: *self }))
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
