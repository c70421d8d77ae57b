//! From a reply to an HTTP response.

use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;

use super::connection::Reset;
use crate::message::Reply;

pub(super) type Sent = Response<BoxBody<Bytes, std::io::Error>>;

fn with_body(reply: Reply, body: BoxBody<Bytes, std::io::Error>) -> Sent {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    for (name, value) in reply.headers {
        response.headers_mut().append(name, value);
    }
    response
}

pub(super) fn whole(reply: Reply) -> Sent {
    let body = Full::new(reply.body.clone()).map_err(|never| match never {}).boxed();
    with_body(reply, body)
}

/// Removes the body, and keeps its `Content-Length`.
pub(super) fn without_body(mut response: Sent) -> Sent {
    let length = hyper::body::Body::size_hint(response.body()).exact().unwrap_or(0);
    if length > 0 {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
    }
    response.map(|_| Full::default().map_err(|never| match never {}).boxed())
}

/// Announces the whole body, sends half of it, and closes or resets the connection.
pub(super) fn half(reply: Reply, reset: Option<Reset>) -> Sent {
    /// Time for the first half to be sent before the connection ends.
    const PAUSE: Duration = Duration::from_millis(20);

    let length = reply.body.len().max(2);
    let first = reply.body.slice(..reply.body.len() / 2);
    let end = async move {
        tokio::time::sleep(PAUSE).await;
        if let Some(reset) = reset {
            reset.trigger();
        }
        Err(std::io::Error::other("ended on demand"))
    };
    let frames = stream::iter([Ok(Frame::data(first))]).chain(stream::once(end));
    let mut response = with_body(reply, http_body_util::BodyExt::boxed(StreamBody::new(frames)));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// Sends nothing: the connection is reset.
pub(super) fn reset(connection: &Reset) -> Sent {
    connection.trigger();
    whole(Reply::empty(http::StatusCode::OK))
}
