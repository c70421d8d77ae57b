//! Reading the body of a request, and no more of it than is good.

use axum::body::{Body, HttpBody as _};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;

/// Bytes that a request to a provider may have.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Bytes of a body that is too long that are still taken off the line: a client that is still sending does not read the
/// refusal.
const DRAIN: usize = 256 * 1024 * 1024;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    TooLong,
    /// The client went away, or broke the framing.
    Broken,
}

/// Reads a body to its end.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Unreadable> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let mut chunks = body.into_data_stream();
    let mut first: Option<Bytes> = None;
    let mut whole = BytesMut::new();
    let mut length = 0_usize;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unreadable::Broken)?;
        length = length.saturating_add(chunk.len());
        if length > limit {
            whole.clear();
            first = None;
            if length > DRAIN {
                break;
            }
            continue;
        }
        // Most bodies are one chunk, which is not copied.
        if whole.is_empty() && first.is_none() {
            first = Some(chunk);
        } else {
            if let Some(first) = first.take() {
                whole.extend_from_slice(&first);
            }
            whole.extend_from_slice(&chunk);
        }
    }
    if length > limit {
        return Err(Unreadable::TooLong);
    }
    Ok(first.unwrap_or_else(|| whole.freeze()))
}
