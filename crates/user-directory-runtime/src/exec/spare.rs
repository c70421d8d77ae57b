//! What it takes to make a request again.

use std::time::Duration;

use http::{HeaderMap, Method, Version};
use reqwest::{Request, Url};
use smallvec::SmallVec;

/// Bytes of a URL for which nothing is allocated.
const INLINE: usize = 192;

/// A request in the form that is cheapest to keep, for a repetition that seldom comes.
pub(super) enum Spare {
    /// A request without a body, of which nothing is allocated but the headers.
    Bare {
        method: Method,
        /// Parsed only when it is needed. Cloning a [`Url`] allocates, and in a call every allocation counts.
        url: SmallVec<[u8; INLINE]>,
        headers: HeaderMap,
        version: Version,
        timeout: Option<Duration>,
    },
    /// A request with its body, which only reqwest can clone.
    Whole(Request),
}

impl Spare {
    /// Keeps a request, unless its body is a stream, which can be sent only once.
    pub(super) fn of(request: &Request) -> Option<Self> {
        if request.body().is_some() {
            return request.try_clone().map(Self::Whole);
        }
        Some(Self::Bare {
            method: request.method().clone(),
            url: SmallVec::from_slice(request.url().as_str().as_bytes()),
            headers: request.headers().clone(),
            version: request.version(),
            timeout: request.timeout().copied(),
        })
    }

    /// Makes the request again.
    pub(super) fn request(&self) -> Option<Request> {
        match self {
            Self::Bare {
                method,
                url,
                headers,
                version,
                timeout,
            } => {
                let url = Url::parse(std::str::from_utf8(url).ok()?).ok()?;
                let mut request = Request::new(method.clone(), url);
                *request.headers_mut() = headers.clone();
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
