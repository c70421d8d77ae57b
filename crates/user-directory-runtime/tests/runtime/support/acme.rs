//! A provider that does not exist, with a client like a generated one.

use std::borrow::Cow;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use user_directory_runtime as runtime;
use user_directory_runtime::{
    CallOptions, ClientBuilder, Core, FixedHeader, Operation, Page, PageRequest, Pages, Pagination, Problem, Provider,
    RequestBuilder, ResponseValue, RetryPolicy,
};

pub(crate) type Error = runtime::Error<AcmeProblem>;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) name: String,
}

#[derive(Clone, Deserialize)]
pub(crate) struct AcmeProblem {
    code: String,
    message: String,
    correlation: Option<String>,
}

impl std::fmt::Debug for AcmeProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcmeProblem").finish_non_exhaustive()
    }
}

impl Problem for AcmeProblem {
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.as_str().into())
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        Some(self.message.as_str().into())
    }

    fn correlation_id(&self) -> Option<Cow<'_, str>> {
        self.correlation.as_deref().map(Cow::from)
    }
}

pub(crate) struct AcmeProvider;

impl Provider for AcmeProvider {
    const NAME: &'static str = "acme";
    const USER_AGENT: &'static str = "acme-users/1.2.3";
    const BASE_URL: &'static str = "https://api.acme.example/";
    const REQUEST_ID_HEADERS: &'static [&'static str] = &["x-acme-trace"];
    type Client = Acme;
    type Problem = AcmeProblem;
    type Credentials = FixedHeader;
}

#[derive(Clone)]
pub(crate) struct Acme(Core<AcmeProvider>);

impl From<Core<AcmeProvider>> for Acme {
    fn from(core: Core<AcmeProvider>) -> Self {
        Self(core)
    }
}

const fn operation(id: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
        reserved: &[],
        python_name: id,
        safe: false,
        idempotent: false,
        auth: &[&["bearer"]],
        success: &["200"],
        errors: &["default"],
        accept: Some("application/json"),
        content_type: None,
        pagination: None,
    }
}

pub(crate) static GET_USER: Operation =
    Operation { safe: true, idempotent: true, ..operation("getUser", "GET", "/users/{id}") };
pub(crate) static LIST_USERS: Operation = Operation {
    safe: true,
    idempotent: true,
    pagination: Some(Pagination::Page { page: "page", size: "size", first: 1, max: None, items: "", total: None }),
    ..operation("listUsers", "GET", "/users")
};
pub(crate) static CREATE_USER: Operation = operation("createUser", "POST", "/users");
pub(crate) static DELETE_USER: Operation =
    Operation { idempotent: true, ..operation("deleteUser", "DELETE", "/users/{id}") };
pub(crate) static SIGN_UP: Operation = Operation { auth: &[], ..operation("signUp", "POST", "/sign-up") };
pub(crate) static STATUS: Operation =
    Operation { auth: &[&["bearer"], &[]], safe: true, ..operation("status", "GET", "/status") };

impl Acme {
    pub(crate) fn core(&self) -> &Core<AcmeProvider> {
        &self.0
    }

    pub(crate) fn with_options(&self, options: CallOptions) -> Self {
        Self(self.0.with_options(options))
    }

    pub(crate) fn request(&self, method: http::Method, path: &str) -> RequestBuilder<'_, AcmeProvider> {
        self.0.request(method, path)
    }

    pub(crate) fn get_user(&self, id: &str) -> impl Future<Output = Result<ResponseValue<User>, Error>> + Send + '_ {
        self.0.call(&GET_USER).path("id", id).query("search", "needle").decode()
    }

    pub(crate) async fn list_users(&self, page: u64) -> Result<ResponseValue<Vec<User>>, Error> {
        self.0.call(&LIST_USERS).query("page", page).decode().await
    }

    /// The pages of users, the last of which is reached with the total.
    pub(crate) fn pages(&self, total: Option<u64>) -> Pages<User, Error> {
        let client = self.clone();
        runtime::list_pages(&LIST_USERS, None::<u64>, None::<u64>, move |page: PageRequest| {
            let client = client.clone();
            async move { Ok(Page::new(client.list_users(page.position).await?.into_inner(), total)) }
        })
    }

    pub(crate) async fn create_user(&self, name: &str) -> Result<ResponseValue<User>, Error> {
        self.0.call(&CREATE_USER).json(&serde_json::json!({ "name": name })).decode().await
    }

    /// Sends a request to a path that need not be the operation's own.
    pub(crate) async fn send(&self, operation: &'static Operation, path: &str) -> Result<ResponseValue<()>, Error> {
        let url = format!("{}{path}", self.0.base_url().as_str().trim_end_matches('/'));
        let request = reqwest::Request::new(operation.method.parse().unwrap(), url.parse().unwrap());
        Ok(ResponseValue::empty(self.0.execute(request, operation).await?))
    }
}

/// A builder with a token, for a server on loopback; waits between attempts take at most some milliseconds.
pub(crate) fn builder(url: &str) -> ClientBuilder<AcmeProvider> {
    ClientBuilder::new().base_url(url).credentials(FixedHeader::bearer("t0ken").unwrap()).retry(quick())
}

/// The default policy, with short waits.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(5))
}
