//! What is special about the Open Bank Project as a provider, and how its client sends requests.

use user_directory_runtime::{CallOptions, ClientHooks, ClientInfo, Core, Error, Operation, Provider, Response};

use crate::{Client, ClientBuilder, Credentials, Inner, Problem};

/// Names the Open Bank Project to the runtime.
#[derive(Clone, Copy, Debug)]
pub struct OpenBankProject;

impl Provider for OpenBankProject {
    const NAME: &'static str = "obp";
    const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    const BASE_URL: &'static str = "https://test.openbankproject.com";
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["correlation-id"];

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
