//! What generated clients are built around: the provider, and the core that sends its requests.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

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
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: Arc<CallOptions>,
    /// The pool of a client with a connect timeout of its own, or `Err` if it could not be made.
    pub(crate) own_http: OwnHttp,
    pub(crate) provider: PhantomData<fn() -> P>,
}

pub(crate) type OwnHttp = Option<Result<reqwest::Client, ()>>;

pub(crate) type MakeHttp = dyn Fn(Duration) -> Result<reqwest::Client, reqwest::Error> + Send + Sync;

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    pub(crate) base_url: Url,
    pub(crate) make_http: Box<MakeHttp>,
    pub(crate) settings: Settings,
}

impl<P: Provider> Core<P> {
    /// Returns the base URL.
    pub fn base_url(&self) -> &Url {
        &self.shared.base_url
    }

    /// Returns how long an attempt may take.
    pub(crate) fn attempt_timeout(&self) -> Duration {
        self.options.attempt_timeout.unwrap_or(self.shared.settings.attempt_timeout)
    }

    /// Returns the path of a URL below the base URL. `path` begins with a slash.
    pub(crate) fn below(&self, path: &str) -> String {
        [self.shared.base_url.path().trim_end_matches('/'), path].concat()
    }

    /// Returns a core with other options for its calls, put over those it has. It shares all the rest.
    pub fn with_options(&self, options: CallOptions) -> Self {
        let own_http = match options.connect_timeout {
            Some(timeout) => Some((self.shared.make_http)(timeout).map_err(drop)),
            None => self.own_http.clone(),
        };
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(options.over(&self.options)),
            own_http,
            provider: PhantomData,
        }
    }
}

impl<P: Provider> Clone for Core<P> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::clone(&self.options),
            own_http: self.own_http.clone(),
            provider: PhantomData,
        }
    }
}

impl<P: Provider> fmt::Debug for Core<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("provider", &P::NAME)
            .field("authenticated", &self.shared.settings.authenticator.is_some())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
