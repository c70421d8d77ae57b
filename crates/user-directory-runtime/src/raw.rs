//! Requests to paths that the specification does not know.

use std::fmt;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use url::Url;

use crate::client::{Core, Provider};
use crate::exec::guard::ANY_PATH;
use crate::path::is_dot_segment;
use crate::{Error, Operation, QueryParam, Response};

const fn undocumented(method: &'static str, safe: bool, idempotent: bool) -> Operation {
    Operation {
        id: "undocumented",
        method,
        path: ANY_PATH,
        python_name: "",
        safe,
        idempotent,
        auth: &[&[]],
        success: &["2XX"],
        errors: &["default"],
        accept: Some("application/json"),
        content_type: None,
        pagination: None,
    }
}

static SAFE: Operation = undocumented("GET", true, true);
static IDEMPOTENT: Operation = undocumented("PUT", false, true);
static OTHER: Operation = undocumented("POST", false, false);

impl<P: Provider> Core<P> {
    /// Starts a request to any path below the base URL, with the client's credentials (if it has any), retries,
    /// limits and errors.
    ///
    /// `path` starts with a slash; what is not a path character must be percent-encoded already. GET, HEAD and
    /// OPTIONS are repeated as safe operations are, PUT and DELETE as idempotent ones, all others not at all; see
    /// [`CallOptions::idempotent`](crate::CallOptions::idempotent).
    pub fn request(&self, http: &reqwest::Client, method: Method, path: &str) -> RawRequest<P> {
        let operation = match method {
            Method::GET | Method::HEAD | Method::OPTIONS => &SAFE,
            Method::PUT | Method::DELETE => &IDEMPOTENT,
            _ => &OTHER,
        };
        let request = match url(self.base_url(), path) {
            Ok(url) => {
                let mut request = reqwest::Request::new(method, url);
                request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
                Ok(request)
            }
            Err(reason) => Err(Error::invalid_request(operation, reason)),
        };
        RawRequest { core: self.clone(), http: http.clone(), operation, request }
    }
}

/// A request to an undocumented path. A mistake made while building it is returned by [`send`](Self::send).
#[must_use = "nothing is sent before `send`"]
pub struct RawRequest<P: Provider> {
    core: Core<P>,
    http: reqwest::Client,
    operation: &'static Operation,
    request: Result<reqwest::Request, Error<P::Problem>>,
}

impl<P: Provider> RawRequest<P> {
    /// Adds a query parameter: nothing for `None`, one pair per element for an array.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.and_then(|http, operation, request| {
            reqwest::RequestBuilder::from_parts(http.clone(), request)
                .query(&QueryParam::new(name, &value))
                .build()
                .map_err(|source| Error::request(operation, source))
        })
    }

    /// Sets a header.
    pub fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.and_then(|_, _, mut request| {
            request.headers_mut().insert(name, value);
            Ok(request)
        })
    }

    /// Sets a JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.and_then(|_, operation, mut request| {
            // The cause is left out: serde's messages may quote the value.
            let bytes = serde_json::to_vec(body)
                .map_err(|_| Error::invalid_request(operation, "the body cannot be written as JSON"))?;
            let json = HeaderValue::from_static("application/json");
            request.headers_mut().insert(CONTENT_TYPE, json);
            *request.body_mut() = Some(bytes.into());
            Ok(request)
        })
    }

    /// Sets a body of any type.
    pub fn body(self, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        self.and_then(|_, _, mut request| {
            request.headers_mut().insert(CONTENT_TYPE, content_type);
            *request.body_mut() = Some(body.into().into());
            Ok(request)
        })
    }

    /// Sends the request, and returns the answer if its status is 2xx. [`Response::json`] decodes it.
    ///
    /// # Errors
    ///
    /// As documented operations; the error's operation is `undocumented`.
    pub async fn send(self) -> Result<Response, Error<P::Problem>> {
        self.core.execute(&self.http, self.request?, self.operation).await
    }

    fn and_then(
        mut self,
        f: impl FnOnce(
            &reqwest::Client,
            &'static Operation,
            reqwest::Request,
        ) -> Result<reqwest::Request, Error<P::Problem>>,
    ) -> Self {
        self.request = self.request.and_then(|request| f(&self.http, self.operation, request));
        self
    }
}

impl<P: Provider> fmt::Debug for RawRequest<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRequest").field("provider", &P::NAME).finish_non_exhaustive()
    }
}

/// Puts a path below the base URL, if it is a plain one.
fn url(base: &Url, path: &str) -> Result<Url, &'static str> {
    let Some(segments) = path.strip_prefix('/') else {
        return Err("the path does not start with a slash");
    };
    if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte)) {
        return Err("the path has characters that must be percent-encoded, or a query");
    }
    // Nor hidden behind another layer of encoding, or an encoded slash.
    let mut spelling = segments.to_owned();
    for _ in 0..4 {
        let separators = ['/', '\\'];
        if spelling.split(separators).any(is_dot_segment) || spelling.chars().any(char::is_control) {
            return Err("the path has a dot segment or a control character");
        }
        spelling = percent_encoding::percent_decode_str(&spelling).decode_utf8_lossy().into_owned();
    }
    if segments.is_empty() || segments.split('/').rev().skip(1).any(str::is_empty) {
        return Err("the path has an empty segment");
    }
    Url::parse(&format!("{}{path}", base.as_str().trim_end_matches('/'))).map_err(|_| "the path is not a path")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below_the_base_url() {
        let base = Url::parse("https://api.example.com/identity").unwrap();
        for path in ["/v1/users", "/v1/users/", "/v1/users/$runnable", "/v1/users/a%2Fb", "/v1/users/jo@example.com"] {
            assert_eq!(url(&base, path).unwrap().as_str(), format!("https://api.example.com/identity{path}"));
        }
        for path in [
            "",
            "v1/users",
            "https://evil.example/",
            "//evil.example/",
            "/",
            "/v1//users",
            "/v1/users?x=1",
            "/v1#x",
            "/v1/..",
            "/../v1",
            "/v1/./users",
            "/v1/%2e%2e/users",
            "/v1/.%2E",
            "/v1/%252e%252e/x",
            "/v1/..%2fusers",
            "/v1\\..\\x",
            "/v1/..%5cx",
            "/v1/%00",
            "/v1/a b",
            "/v1/\u{e9}",
            "/v1/a\r\nb",
            "@evil.example/",
            "/v1/%0d%0ax",
        ] {
            assert!(url(&base, path).is_err(), "{path}");
        }
    }
}
