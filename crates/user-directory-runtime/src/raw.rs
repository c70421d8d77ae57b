//! Requests to paths that the specification does not know.

use http::Method;

use crate::Operation;
use crate::client::{Core, Provider};
use crate::exec::guard::ANY_PATH;
use crate::path;
use crate::request::{Draft, RequestBuilder};

const fn undocumented(method: &'static str, safe: bool, idempotent: bool) -> Operation {
    Operation {
        id: "undocumented",
        method,
        path: ANY_PATH,
        reserved: &[],
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
    /// [`CallOptions::idempotent`](crate::CallOptions::idempotent). The operation of an error is `undocumented`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder<'_, P> {
        let operation = match method {
            Method::GET | Method::HEAD | Method::OPTIONS => &SAFE,
            Method::PUT | Method::DELETE => &IDEMPOTENT,
            _ => &OTHER,
        };
        let mut draft = Draft::new(self, operation);
        *draft.request.method_mut() = method;
        match objection(path) {
            Some(reason) => draft.refuse("the", "path", reason),
            None => draft.path = path.to_owned(),
        }
        RequestBuilder { core: self, draft }
    }
}

/// Returns why a path does not stay below the base URL, if so.
fn objection(path: &str) -> Option<&'static str> {
    let Some(segments) = path.strip_prefix('/') else {
        return Some("does not start with a slash");
    };
    if !path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte)) {
        return Some("has characters that must be percent-encoded, or a query");
    }
    if segments.is_empty() || segments.split('/').rev().skip(1).any(str::is_empty) {
        return Some("has an empty segment");
    }
    path::objection(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_below_the_base_url() {
        for path in ["/v1/users", "/v1/users/", "/v1/users/$runnable", "/v1/users/a%2Fb", "/v1/users/jo@example.com"] {
            assert_eq!(objection(path), None, "{path}");
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
            assert!(objection(path).is_some(), "{path}");
        }
    }
}
