//! What it takes to make a request again.

use std::time::Duration;

use http::{HeaderMap, Method, Version};
use reqwest::{Request, Url};

/// A request in the form that is cheapest to keep, for a repetition that seldom comes: small, since every call in
/// flight has one.
pub(super) enum Spare {
    /// A request without a body.
    Bare {
        method: Method,
        /// Parsed only when it is needed.
        url: Box<str>,
        /// None, as a rule: most are added to each attempt.
        headers: Option<Box<HeaderMap>>,
        version: Version,
        timeout: Option<Duration>,
    },
    /// A request with its body, which only reqwest can clone.
    Whole(Box<Request>),
}

impl Spare {
    /// Keeps a request, unless its body is a stream, which can be sent only once.
    pub(super) fn of(request: &Request) -> Option<Self> {
        if request.body().is_some() {
            return request.try_clone().map(Box::new).map(Self::Whole);
        }
        let headers = request.headers();
        Some(Self::Bare {
            method: request.method().clone(),
            url: request.url().as_str().into(),
            headers: (!headers.is_empty()).then(|| Box::new(headers.clone())),
            version: request.version(),
            timeout: request.timeout().copied(),
        })
    }

    /// Makes the request again.
    pub(super) fn request(&self) -> Option<Request> {
        match self {
            Self::Bare { method, url, headers, version, timeout } => {
                let url = Url::parse(url).ok()?;
                let mut request = Request::new(method.clone(), url);
                if let Some(headers) = headers {
                    request.headers_mut().clone_from(headers);
                }
                *request.version_mut() = *version;
                *request.timeout_mut() = *timeout;
                Some(request)
            }
            Self::Whole(request) => request.try_clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use reqwest::Body;

    #[test]
    fn a_request_comes_back_as_it_was() {
        for path in ["", "/a%2Fb?c=%20&d", &format!("/{}", "long/".repeat(100))] {
            for body in [None, Some("text")] {
                let url = Url::parse(&format!("https://host:8443/base{path}")).unwrap();
                let mut request = Request::new(Method::PATCH, url);
                let value = HeaderValue::from_static("v");
                request.headers_mut().insert("x-name", value);
                *request.body_mut() = body.map(Body::from);
                *request.version_mut() = Version::HTTP_2;
                *request.timeout_mut() = Some(Duration::from_secs(7));
                let again = Spare::of(&request).unwrap().request().unwrap();
                assert_eq!(again.method(), request.method());
                assert_eq!(again.url(), request.url());
                assert_eq!(again.headers(), request.headers());
                assert_eq!(again.version(), request.version());
                assert_eq!(again.timeout(), request.timeout());
                let text = again.body().and_then(Body::as_bytes);
                assert_eq!(text, body.map(str::as_bytes));
            }
        }
    }
}
