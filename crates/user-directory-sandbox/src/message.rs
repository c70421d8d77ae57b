//! Incoming requests, and replies.

use bytes::Bytes;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::rng::Rng;

/// A request, read to its end.
pub(crate) struct Request {
    parts: Parts,
    body: Bytes,
    /// Length of the provider's prefix.
    prefix: usize,
    /// Number among all requests of this sandbox.
    number: u64,
}

impl Request {
    pub(crate) fn new(parts: Parts, body: Bytes, prefix: usize) -> Self {
        Self { parts, body, prefix, number: 0 }
    }

    /// Sets the number of the request.
    pub(crate) fn set_number(&mut self, number: u64) {
        self.number = number;
    }

    /// Returns a UUID that is unique to this request, for trace and correlation identifiers.
    pub(crate) fn trace(&self) -> String {
        Rng::new(0, "trace", self.number).id()
    }

    /// Returns the method as it was sent.
    pub(crate) fn method(&self) -> &Method {
        &self.parts.method
    }

    /// Returns the method to answer: HEAD is answered like GET, without the body.
    pub(crate) fn asked(&self) -> &Method {
        match self.parts.method {
            Method::HEAD => &Method::GET,
            ref method => method,
        }
    }

    /// Returns the path below the provider's prefix, as it was sent.
    pub(crate) fn path(&self) -> &str {
        self.parts.uri.path().get(self.prefix..).unwrap_or("")
    }

    /// Returns the whole request target, as it was sent: path with prefix, and query.
    pub(crate) fn target(&self) -> &str {
        self.parts.uri.path_and_query().map_or("/", |target| target.as_str())
    }

    /// Returns the query, as it was sent.
    pub(crate) fn query(&self) -> Option<&str> {
        self.parts.uri.query()
    }

    /// Returns a header that is there and is visible ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.parts.headers.get(name)?.to_str().ok()
    }

    /// Returns the media type of the body in lower case, without parameters.
    pub(crate) fn media_type(&self) -> Option<String> {
        let essence = self.header(CONTENT_TYPE.as_str())?.split(';').next()?;
        Some(essence.trim().to_ascii_lowercase())
    }

    pub(crate) fn body(&self) -> &Bytes {
        &self.body
    }

    /// Reads the body of a request to the sandbox itself.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Reply> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Reply::error(StatusCode::BAD_REQUEST, &format!("the body cannot be used: {error}")))
    }
}

/// What the start page may load.
const PAGE_POLICY: &str =
    "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";

/// What is answered.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Bytes,
}

/// What handlers return: either variant is the answer, and `?` returns early.
pub(crate) type Outcome = Result<Reply, Reply>;

/// Fails with a refusal unless the condition holds.
pub(crate) fn ensure<E>(condition: bool, refusal: impl FnOnce() -> E) -> Result<(), E> {
    if condition { Ok(()) } else { Err(refusal()) }
}

impl Reply {
    /// Answers with a value as JSON.
    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self {
                status,
                headers: vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
                body: body.into(),
            },
            Err(_) => Self::empty(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Answers with an error of the sandbox itself.
    pub(crate) fn error(status: StatusCode, message: &str) -> Self {
        Self::json(status, &json!({ "error": message }))
    }

    /// Answers 200 with a value as JSON.
    pub(crate) fn ok(value: &impl Serialize) -> Outcome {
        Ok(Self::json(StatusCode::OK, value))
    }

    /// Answers 201 with a value as JSON.
    pub(crate) fn created(value: &impl Serialize) -> Outcome {
        Ok(Self::json(StatusCode::CREATED, value))
    }

    /// Answers with a page that loads nothing from elsewhere.
    pub(crate) fn html(page: &'static str) -> Self {
        let mut reply = Self::empty(StatusCode::OK)
            .with(CONTENT_TYPE, "text/html; charset=utf-8")
            .with(CONTENT_SECURITY_POLICY, PAGE_POLICY);
        reply.body = Bytes::from_static(page.as_bytes());
        reply
    }

    /// Answers without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    /// Answers 204.
    pub(crate) fn no_content() -> Outcome {
        Ok(Self::empty(StatusCode::NO_CONTENT))
    }

    /// Answers 200 without a body.
    pub(crate) fn done() -> Outcome {
        Ok(Self::empty(StatusCode::OK))
    }

    /// Adds a header; a value that HTTP does not allow is left out.
    #[must_use]
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        self.add(name, value);
        self
    }

    /// Adds a header in place.
    pub(crate) fn add(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
    }
}
