//! A loopback server that answers every request alike and remembers what arrived.

use httpmock::{HttpMockRequest, MockServer};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// One request as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path as sent, still percent-encoded.
    pub path: String,
    /// Decoded query pairs in order.
    pub query: Vec<(String, String)>,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Received {
    fn new(request: &HttpMockRequest) -> Self {
        let target = request.uri_str();
        // httpmock hands over the absolute form; only path and query were sent.
        let target = target
            .find("://")
            .and_then(|at| target.get(at + 3..))
            .map_or(target, |rest| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: request.method_str().to_owned(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: request
                .headers_vec()
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
                .collect(),
            body: request.body_vec(),
        }
    }

    /// Returns the value of a header, `None` if it was not sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(candidate, _)| candidate == name).map(|(_, value)| value.as_str())
    }
}

/// The server.
pub struct Server {
    inner: MockServer,
    received: Arc<Mutex<Vec<Received>>>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server on a free loopback port.
    pub async fn start() -> Self {
        Self { inner: MockServer::start_async().await, received: Arc::default() }
    }

    /// Returns the base URL, with `base_path` appended.
    pub fn url(&self, base_path: &str) -> String {
        format!("{}{base_path}", self.inner.base_url())
    }

    /// Answers from now on with `status` and, if given, a JSON body; forgets what arrived before.
    pub async fn answer(&self, status: u16, body: Option<&Value>) {
        let body = body.map(Value::to_string);
        self.respond(status, "application/json", body.as_deref().map(str::as_bytes)).await;
    }

    /// Answers from now on with `status` and these bytes; forgets what arrived before.
    pub async fn answer_bytes(&self, status: u16, body: &[u8]) {
        self.respond(status, "text/html", Some(body)).await;
    }

    async fn respond(&self, status: u16, content_type: &str, body: Option<&[u8]>) {
        self.inner.reset_async().await;
        self.take();
        let received = Arc::clone(&self.received);
        self.inner
            .mock_async(|when, then| {
                when.is_true(move |request| {
                    received.lock().unwrap_or_else(PoisonError::into_inner).push(Received::new(request));
                    true
                });
                let then = then.status(status);
                if let Some(body) = body {
                    then.header("content-type", content_type).body(body);
                }
            })
            .await;
    }

    /// Takes the requests that arrived since the last call.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.received.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
