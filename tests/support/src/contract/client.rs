//! The client under test, as the tests of all providers see it.

use std::future::Future;
use std::time::Duration;

use user_directory_runtime::reqwest::Method;
use user_directory_runtime::{
    CallOptions, ClientBuilder, Error, FixedHeader, Operation, Provider, Response, RetryPolicy, Secret,
};

use super::dispatch::{Answer, CallError};
use super::models::Model;
use super::recording::Arguments;
use super::sample::Spec;

/// The value of `Authorization` that every client is given.
pub const AUTHORIZATION: &str = "Test one-fixed-value";

/// The error of a client.
pub type ErrorOf<S> = Error<<<S as Subject>::Provider as Provider>::Problem>;

/// A client; [`contract!`](crate::contract!) implements it.
pub trait Subject: Clone + Send + Sync + 'static {
    type Provider: Provider;

    fn new(client: <Self::Provider as Provider>::Client) -> Self;

    /// Returns the table of operations.
    fn operations() -> &'static [&'static Operation];

    /// Returns the ids of the operations that [`call`](Self::call) knows: those whose arguments and answers are JSON.
    fn callable() -> &'static [&'static str];

    /// Returns the types of all schemas.
    fn models() -> &'static [Model];

    /// Calls an operation.
    fn call(&self, operation: &str, args: &Arguments) -> impl Future<Output = Result<Answer, CallError>> + Send;

    fn with_options(&self, options: CallOptions) -> Self;

    /// Sends a request to a path that is not documented.
    fn request(&self, request: Raw<'_>) -> impl Future<Output = Result<Response, ErrorOf<Self>>> + Send;

    /// Returns what `{:?}` and `{:#?}` print of the client and of such a request.
    fn printed(&self, request: Raw<'_>) -> Vec<String>;
}

/// A request to a path that is not documented.
#[derive(Clone, Debug)]
pub struct Raw<'a> {
    pub method: Method,
    pub path: &'a str,
    pub query: Option<(&'a str, &'a [&'a str])>,
    pub json: Option<serde_json::Value>,
}

impl<'a> Raw<'a> {
    pub fn new(method: Method, path: &'a str) -> Self {
        Self { method, path, query: None, json: None }
    }
}

/// Returns the provider's name.
pub fn name<S: Subject>() -> &'static str {
    S::Provider::NAME
}

/// Returns the provider's specification.
pub fn spec<S: Subject>() -> &'static Spec {
    Spec::read(name::<S>())
}

/// Starts building a client that waits for nothing.
pub fn unauthorised<S: Subject>(base_url: &str) -> ClientBuilder<S::Provider> {
    let retry = RetryPolicy::default().initial_delay(Duration::from_micros(1)).max_delay(Duration::from_micros(1));
    ClientBuilder::new().base_url(base_url).retry(retry)
}

/// Starts building a client that waits for nothing and is authorised by [`AUTHORIZATION`].
pub fn builder<S: Subject>(base_url: &str) -> ClientBuilder<S::Provider> {
    unauthorised::<S>(base_url).authenticator(FixedHeader::authorization(&Secret::from(AUTHORIZATION)).unwrap())
}

/// Returns a client that sends nothing twice.
pub fn connect<S: Subject>(base_url: &str) -> S {
    S::new(builder::<S>(base_url).retry(RetryPolicy::never()).build().unwrap())
}

/// Returns one operation.
pub fn operation<S: Subject>(id: &str) -> &'static Operation {
    let found = S::operations().iter().find(|operation| operation.id == id);
    found.unwrap_or_else(|| panic!("{} has no operation {id}", name::<S>()))
}

/// Fails with all problems at once.
pub fn report(problems: &[String]) {
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Runs a test on its own runtime.
pub fn block_on(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}
