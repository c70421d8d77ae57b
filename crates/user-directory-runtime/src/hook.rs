//! Interceptors: they see every attempt, to add headers and to count.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::{ErrorKind, Operation};

/// Sees every attempt of every call, and may add headers. Called in the order in which interceptors were added.
///
/// It runs before authentication: it never sees credentials, and a signature covers the headers it adds. It cannot
/// change the URL or the body. It must not block.
pub trait Interceptor: Send + Sync + 'static {
    /// Called before an attempt is authenticated and sent.
    fn before_attempt(&self, _head: &mut RequestHead<'_>) {}

    /// Called after an attempt, with the head of its answer or the kind of its failure.
    fn after_attempt(&self, _outcome: &AttemptOutcome<'_>) {}
}

/// The head of a request that is about to be sent.
#[non_exhaustive]
pub struct RequestHead<'a> {
    /// The operation called.
    pub operation: &'static Operation,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// The method.
    pub method: &'a Method,
    /// The URL. It holds ids and search terms: do not log it.
    pub url: &'a Url,
    /// The headers, without credentials.
    pub headers: &'a mut HeaderMap,
}

debug_only!(RequestHead [] ['_], this => operation = this.operation.id, attempt = this.attempt);

/// How an attempt ended.
#[non_exhaustive]
pub struct AttemptOutcome<'a> {
    /// The operation called.
    pub operation: &'static Operation,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// How long it took, from sending to the end of the answer.
    pub duration: Duration,
    /// The status of the answer, if one came.
    pub status: Option<StatusCode>,
    /// The headers of the answer, if one came.
    pub headers: Option<&'a HeaderMap>,
    /// The kind of the failure, if it is one.
    pub error: Option<ErrorKind>,
}

debug_only!(AttemptOutcome [] ['_], this =>
    operation = this.operation.id,
    attempt = this.attempt,
    duration = this.duration,
    status = this.status.map(|status| status.as_u16()),
    error = this.error
);
