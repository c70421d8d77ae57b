//! Reading an answer's body, up to a limit.

use bytes::{Bytes, BytesMut};

/// A body, or as much of it as the limit allows.
pub(crate) enum Body {
    Whole(Bytes),
    Start(Bytes),
}

/// Reads a body. What is beyond the limit is not fetched: the connection is dropped.
pub(crate) async fn read(
    mut answer: reqwest::Response,
    limit: usize,
) -> Result<Body, reqwest::Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await? {
        let room = limit.saturating_sub(body.len());
        if let Some(start) = chunk.get(..room).filter(|_| chunk.len() > room) {
            body.extend_from_slice(start);
            return Ok(Body::Start(body.freeze()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Body::Whole(body.freeze()))
}
