//! What generated clients are built around: the provider, and the core that sends its requests.

use std::marker::PhantomData;
use std::sync::Arc;

use http::HeaderValue;
use url::Url;

use crate::auth::Credentials;
use crate::settings::Settings;
use crate::{CallOptions, Problem};

/// One provider: its constants and its types. Implemented once per provider crate, by a type without values.
pub trait Provider: Sized + Send + Sync + 'static {
    /// The provider's name, as in traces.
    const NAME: &'static str;
    /// The `User-Agent` of the provider crate: name and version.
    const USER_AGENT: &'static str;
    /// The base URL that applies if none is given.
    const BASE_URL: &'static str;
    /// The response headers with the provider's own request id, tried before the common ones.
    const REQUEST_ID_HEADERS: &'static [&'static str] = &[];

    /// The generated client.
    type Client: From<Core<Self>> + Clone + Send + Sync + 'static;
    /// The provider's error body.
    type Problem: Problem;
    /// What the client is authenticated with.
    type Credentials: Credentials;
}

/// Configuration, credentials and policies of a client. Clones share them.
pub struct Core<P: Provider> {
    pub(crate) sender: Sender,
    pub(crate) provider: PhantomData<fn() -> P>,
}

/// What requests are sent with. Not generic, so that calls are compiled once and not in each provider crate.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: Arc<CallOptions>,
    /// The connection pool; `None` if it could not be made with the connect timeout of the options.
    pub(crate) http: Option<reqwest::Client>,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) provider: &'static str,
    /// The provider's own headers with a request id.
    pub(crate) request_ids: &'static [&'static str],
    pub(crate) user_agent: HeaderValue,
    pub(crate) base_url: Url,
    pub(crate) settings: Settings,
}

impl<P: Provider> Core<P> {
    /// Returns the base URL.
    pub fn base_url(&self) -> &Url {
        &self.sender.shared.base_url
    }

    /// Returns a core with other options for its calls, put over those it has. It shares all the rest.
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self { sender: self.sender.with_options(options), provider: PhantomData }
    }
}

impl Sender {
    fn with_options(&self, options: CallOptions) -> Self {
        let shared = Arc::clone(&self.shared);
        let http = match options.connect_timeout {
            Some(timeout) => shared.http_client(timeout).ok(),
            None => self.http.clone(),
        };
        Self { shared, options: Arc::new(options.over(&self.options)), http }
    }
}

impl<P: Provider> Clone for Core<P> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone(), provider: PhantomData }
    }
}

debug_only!(Core [P: Provider] [P], this =>
    provider = P::NAME,
    authenticated = this.sender.shared.settings.authenticator.is_some(),
    options = this.sender.options
);
