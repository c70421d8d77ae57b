//! A provider that does not exist, with a client like a generated one.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use user_directory_runtime as runtime;
use user_directory_runtime::{
    Bearer, CallOptions, ClientBuilder, ClientHooks, ClientInfo, Core, Operation, Page, PageRequest, Pages, Pagination,
    Problem, Provider, QueryParam, RawRequest, Response, ResponseValue, RetryPolicy,
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
    type Credentials = Bearer;

    fn client(base_url: &str, http: reqwest::Client, core: Core<Self>) -> Acme {
        Acme { baseurl: base_url.to_owned(), client: http, inner: core }
    }
}

#[derive(Clone)]
pub(crate) struct Acme {
    baseurl: String,
    client: reqwest::Client,
    inner: Core<AcmeProvider>,
}

impl ClientInfo<Core<AcmeProvider>> for Acme {
    fn api_version() -> &'static str {
        "1"
    }

    fn baseurl(&self) -> &str {
        &self.baseurl
    }

    fn client(&self) -> &reqwest::Client {
        &self.client
    }

    fn inner(&self) -> &Core<AcmeProvider> {
        &self.inner
    }
}

impl ClientHooks<Core<AcmeProvider>> for Acme {
    type Problem = AcmeProblem;

    fn exec(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error>> + Send {
        self.inner.execute(&self.client, request, operation)
    }
}

const fn operation(id: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        method,
        path,
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
    pub(crate) fn with_options(&self, options: CallOptions) -> Self {
        Self { inner: self.inner.with_options(options), ..self.clone() }
    }

    pub(crate) fn request(&self, method: http::Method, path: &str) -> RawRequest<AcmeProvider> {
        self.inner.request(&self.client, method, path)
    }

    pub(crate) async fn get_user(&self, id: &str) -> Result<ResponseValue<User>, Error> {
        let operation = &GET_USER;
        let segment = runtime::path_segment(operation, "id", id.to_owned())?;
        let request = self.client.get(self.inner.url(&["/users/", &segment]));
        let request = request.query(&QueryParam::new("search", &"needle")).build();
        let request = request.map_err(|source| Error::request(operation, source))?;
        ResponseValue::from_response(self.exec(request, operation).await?, operation)
    }

    pub(crate) async fn list_users(&self, page: u64) -> Result<ResponseValue<Vec<User>>, Error> {
        let request = self.client.get(format!("{}/users", self.baseurl));
        let request = request.query(&QueryParam::new("page", &page)).build();
        let request = request.map_err(|source| Error::request(&LIST_USERS, source))?;
        ResponseValue::from_response(self.exec(request, &LIST_USERS).await?, &LIST_USERS)
    }

    /// The pages of users, the last of which is reached with the total.
    pub(crate) fn pages(&self, total: Option<u64>) -> Pages<User, Error> {
        let client = self.clone();
        runtime::list_pages(&LIST_USERS, Ok(None::<u64>), Ok(None::<u64>), move |page: PageRequest| {
            let client = client.clone();
            async move { Ok(Page::new(client.list_users(page.position).await?.into_inner(), total)) }
        })
    }

    pub(crate) async fn create_user(&self, name: &str) -> Result<ResponseValue<User>, Error> {
        let body = serde_json::json!({ "name": name });
        let request = self.client.post(format!("{}/users", self.baseurl)).json(&body).build();
        let request = request.map_err(|source| Error::request(&CREATE_USER, source))?;
        ResponseValue::from_response(self.exec(request, &CREATE_USER).await?, &CREATE_USER)
    }

    pub(crate) async fn send(&self, operation: &'static Operation, path: &str) -> Result<ResponseValue<()>, Error> {
        let method = operation.method.parse().unwrap();
        let request = self.client.request(method, format!("{}{path}", self.baseurl)).build();
        let request = request.map_err(|source| Error::request(operation, source))?;
        Ok(ResponseValue::empty(self.exec(request, operation).await?))
    }
}

/// A builder with a token, for a server on loopback; waits between attempts take at most some milliseconds.
pub(crate) fn builder(url: &str) -> ClientBuilder<AcmeProvider> {
    ClientBuilder::new().base_url(url).credentials(Bearer::new("t0ken").unwrap()).retry(quick())
}

/// The default policy, with short waits.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().initial_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(5))
}
