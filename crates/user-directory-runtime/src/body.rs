//! Reading an answer's body, up to a limit.

use bytes::{Bytes, BytesMut};

/// A body, or as much of it as the limit allows.
pub(crate) enum Body {
    Whole(Bytes),
    Start(Bytes),
}

/// Reads a body. What is beyond the limit is not fetched: the connection is dropped.
pub(crate) async fn read(answer: &mut reqwest::Response, limit: usize) -> Result<Body, reqwest::Error> {
    let told = answer.content_length().unwrap_or_default();
    let Some(first) = answer.chunk().await? else {
        return Ok(Body::Whole(Bytes::new()));
    };
    if first.len() > limit {
        return Ok(Body::Start(first.slice(..limit)));
    }
    // Most answers come in one piece.
    let Some(mut chunk) = answer.chunk().await? else {
        return Ok(Body::Whole(alone(first)));
    };
    // As much as the server tells, so that a long body is not moved while it grows; but never more than the limit. A
    // power of two, as when it does grow: with sizes of its own, glibc gives more back to the system after each body.
    let told = usize::try_from(told).unwrap_or(limit).min(limit);
    let capacity = told.checked_next_power_of_two().unwrap_or(told).min(limit);
    let mut body = BytesMut::with_capacity(capacity.max(first.len()));
    body.extend_from_slice(&first);
    loop {
        let room = limit.saturating_sub(body.len());
        if let Some(start) = chunk.get(..room).filter(|_| chunk.len() > room) {
            body.extend_from_slice(start);
            return Ok(Body::Start(body.freeze()));
        }
        body.extend_from_slice(&chunk);
        match answer.chunk().await? {
            Some(next) => chunk = next,
            None => return Ok(Body::Whole(body.freeze())),
        }
    }
}

/// Returns a piece so that it does not keep much more than itself alive: it is part of the connection's buffer, which
/// is not used again before the piece is dropped.
fn alone(piece: Bytes) -> Bytes {
    const WORTH_COPYING: usize = 16 * 1024;
    if piece.len() < WORTH_COPYING { Bytes::copy_from_slice(&piece) } else { piece }
}
