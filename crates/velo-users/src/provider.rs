//! What is special about Velo Payments as a provider, and how its client sends requests.

use user_directory_runtime::{
    CallOptions, ClientHooks, ClientInfo, Core, Error, Operation, Provider, RawRequest, Response,
};

use crate::{Client, ClientBuilder, Credentials, Inner, Problem};

/// Names Velo Payments to the runtime.
#[derive(Clone, Copy, Debug)]
pub struct Velo;

impl Provider for Velo {
    const NAME: &'static str = "velo";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const BASE_URL: &'static str = "https://api.sandbox.velopayments.com";

    type Client = Client;
    type Problem = Problem;
    type Credentials = Credentials;

    #[inline]
    fn client(base_url: &str, http: reqwest::Client, core: Core<Self>) -> Client {
        Client::new_with_client(base_url, http, core)
    }
}

impl ClientHooks<Inner> for Client {
    type Problem = Problem;

    // Not an `async fn`, whose future would hold the request a second time.
    fn exec(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error<Problem>>> + Send {
        self.inner.execute(&self.client, request, operation)
    }
}

impl Client {
    /// Starts building a client.
    #[inline]
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Returns a client that applies these options to its calls and shares everything else with this one.
    #[inline]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self::new_with_client(self.baseurl(), self.client.clone(), self.inner.with_options(options))
    }

    /// Starts a request to a path that the specification does not know, below the same base URL and with the same
    /// credentials, retries, limits and errors.
    ///
    /// `path` starts with a slash, is percent-encoded, and has no query. GET, HEAD, OPTIONS, PUT and DELETE are sent
    /// again after a passing failure, other methods are not; see [`CallOptions::idempotent`].
    #[inline]
    pub fn request(&self, method: reqwest::Method, path: &str) -> RawRequest<Velo> {
        self.inner.request(&self.client, method, path)
    }
}
