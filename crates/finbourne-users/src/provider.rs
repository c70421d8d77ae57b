//! What is special about FINBOURNE Identity as a provider, and how its client sends requests.

use reqwest::header::HeaderName;
use user_directory_runtime::{CallOptions, ClientHooks, ClientInfo, Core, Error, Operation, Provider, Response};

use crate::{Client, ClientBuilder, Credentials, Inner, Problem};

/// The header with the name of the calling application, as in the provider's logs.
///
/// [`ClientBuilder::header`](user_directory_runtime::ClientBuilder::header) sets it for a client,
/// [`CallOptions::header`] for some calls.
pub const APPLICATION: HeaderName = HeaderName::from_static("x-lusid-application");

/// The header with an id of the caller's own, by which requests that belong together are found again.
pub const CORRELATION_ID: HeaderName = HeaderName::from_static("correlationid");

/// Names FINBOURNE Identity to the runtime.
#[derive(Clone, Copy, Debug)]
pub struct Finbourne;

impl Provider for Finbourne {
    const NAME: &'static str = "finbourne";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const BASE_URL: &'static str = "https://fbn-prd.lusid.com/identity";

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
}
