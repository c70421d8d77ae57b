//! Answers that are read in chunks.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use http::{HeaderMap, StatusCode};

use crate::exec::broken;
use crate::{Error, ErrorKind, Response};

/// The answer of a download: its head, and a body that has not been read yet.
///
/// No more than a chunk is held in memory. The body's length is not limited; a chunk must come within the client's
/// attempt timeout. What breaks off is not fetched again.
pub struct ByteStream<E> {
    head: Response,
    answer: reqwest::Response,
    /// How long a chunk may take.
    patience: Duration,
    error: PhantomData<fn() -> E>,
}

impl<E> ByteStream<E> {
    pub(crate) fn new(head: Response, answer: reqwest::Response, patience: Duration) -> Self {
        Self { head, answer, patience, error: PhantomData }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the id under which the provider's support finds this call.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Returns how many bytes the body has, if the server says so. It may be wrong.
    pub fn content_length(&self) -> Option<u64> {
        self.answer.content_length()
    }
}

impl<P> ByteStream<Error<P>> {
    /// Returns the next bytes, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Fails if the connection breaks, or if nothing comes for too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error<P>> {
        let operation = self.head.operation;
        let error = match tokio::time::timeout(self.patience, self.answer.chunk()).await {
            Ok(Ok(chunk)) => return Ok(chunk),
            Ok(Err(source)) => broken(operation, source),
            Err(_) => Error::new(ErrorKind::Timeout, operation)
                .with_detail(format!("no more of the body came for {:?}", self.patience)),
        };
        let Response { status, headers, request_ids, attempts, .. } = self.head.clone();
        Err(error.with_head(status, headers, request_ids).with_attempts(attempts).retyped())
    }

    /// Reads the whole body, which may have `limit` bytes at most.
    ///
    /// # Errors
    ///
    /// As [`chunk`](Self::chunk), and if the body is longer.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error<P>> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit.saturating_sub(whole.len()) {
                let error = Error::new(ErrorKind::Policy, self.head.operation);
                return Err(error.with_detail(format!("the body is longer than {limit} bytes")).retyped());
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Returns the body as a stream of chunks.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Error<P>>> + Send
    where
        P: Send + 'static,
    {
        stream::try_unfold(self, |mut answer| async move { Ok(answer.chunk().await?.map(|chunk| (chunk, answer))) })
    }
}

debug_only!(ByteStream [E] [E], this => head = this.head);
