//! Reading the body of a request, up to a limit.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// Bytes that a request to a provider may have.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Bytes of a body that is too long that are still read: a client that is still sending does not read the refusal.
const DRAIN: usize = 256 * 1024 * 1024;

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    TooLong,
    /// The client went away, or broke the framing.
    Broken,
}

/// Reads a body to its end.
pub(super) async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, Unreadable> {
    let mut whole = BytesMut::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Unreadable::Broken)?;
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
    if length <= limit { Ok(whole.freeze()) } else { Err(Unreadable::TooLong) }
}
