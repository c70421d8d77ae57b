//! Bodies of requests and answers.

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method};

/// States that a request has no body where one is to be expected (RFC 9110, section 8.6): without it some servers
/// answer 411.
pub(crate) fn add_length(request: &mut reqwest::Request) {
    let expects_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if expects_body && request.body().is_none() {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

/// The body of an answer, or its start.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    /// Whether the body is longer than the limit.
    pub(crate) cut: bool,
}

/// The most that is set aside for a body before it has come.
const FIRST_ALLOCATION: u64 = 1024 * 1024;

/// Reads a body. What is beyond the limit is not fetched: the connection is dropped.
pub(crate) async fn read(answer: &mut reqwest::Response, limit: usize) -> Result<Body, reqwest::Error> {
    let announced = answer.content_length().unwrap_or_default().min(FIRST_ALLOCATION);
    let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or_default().min(limit));
    while let Some(chunk) = answer.chunk().await? {
        let room = limit.saturating_sub(body.len());
        body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Ok(Body { bytes: body.freeze(), cut: true });
        }
    }
    Ok(Body { bytes: body.freeze(), cut: false })
}
