//! What generated clients are built around: the provider, and the core that sends its requests.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::auth::Credentials;
use crate::settings::Settings;
use crate::{CallOptions, Error, Operation, Problem, Response};

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
    type Client: Clone + Send + Sync + 'static;
    /// The provider's error body.
    type Problem: Problem;
    /// What the client is authenticated with.
    type Credentials: Credentials;

    /// Puts the generated client together. `base_url` has no slash at its end.
    fn client(base_url: &str, http: reqwest::Client, core: Core<Self>) -> Self::Client;
}

/// The parts of a generated client.
pub trait ClientInfo<Inner> {
    /// Returns the version of the API that the client was generated for.
    fn api_version() -> &'static str;
    /// Returns the base URL.
    fn baseurl(&self) -> &str;
    /// Returns the connection pool.
    fn client(&self) -> &reqwest::Client;
    /// Returns the state shared by all clones of the client.
    fn inner(&self) -> &Inner;
}

/// How a generated client sends a request. Each provider crate implements it in one line, by [`Core::execute`].
pub trait ClientHooks<Inner>: ClientInfo<Inner> {
    /// The provider's error body.
    type Problem: Problem;

    /// Sends a request, and returns the answer if it is a success.
    fn exec(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error<Self::Problem>>> + Send;
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
    pub(crate) base_url: Url,
    pub(crate) make_http: Box<MakeHttp>,
    pub(crate) settings: Settings,
}

impl Shared {
    fn url(&self, pieces: &[&str]) -> Url {
        let base = self.base_url.path().trim_end_matches('/');
        let length = pieces.iter().map(|piece| piece.len()).sum::<usize>();
        let mut path = String::with_capacity(base.len() + length);
        path.push_str(base);
        path.extend(pieces.iter().copied());
        // The base is parsed already: what is left to do is less than half of parsing the whole.
        let mut url = self.base_url.clone();
        url.set_path(&path);
        url
    }
}

impl<P: Provider> Core<P> {
    /// Returns the base URL.
    pub fn base_url(&self) -> &Url {
        &self.shared.base_url
    }

    /// Returns the URL of a path below the base URL. Generated code calls this with the pieces of the path, those from
    /// [`path_segment`](crate::path_segment) among them; together they begin with a slash.
    pub fn url(&self, pieces: &[&str]) -> Url {
        self.shared.url(pieces)
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
