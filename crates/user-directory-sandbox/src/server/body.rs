//! Reading the body of a request, up to a limit.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// Size limit of a request to a provider, in bytes.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Bytes of an oversized body that are read and discarded: a client that is still sending does not read the refusal.
const DRAIN: usize = 256 * 1024 * 1024;

/// Reads a body to its end, or returns status and reason of the refusal.
pub(super) async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, (StatusCode, String)> {
    let mut whole = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| (StatusCode::BAD_REQUEST, "the body ended early".to_owned()))?;
        let Some(chunk) = frame.data_ref() else { continue };
        length = length.saturating_add(chunk.len());
        if length <= limit {
            whole.extend_from_slice(chunk);
        } else if length <= DRAIN {
            whole.clear();
        } else {
            break;
        }
    }
    if length > limit {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, format!("a body has at most {limit} bytes")));
    }
    Ok(whole.freeze())
}
