//! The one error type of a call.

mod decode;
mod display;
mod json_path;
mod kind;
mod outcome;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub(crate) use decode::decode;
pub use decode::{DecodeError, DecodeProblem};
pub(crate) use display::token;
pub use kind::ErrorKind;
pub(crate) use outcome::may_be_done;

use crate::auth::AuthError;
use crate::problem::Problem;
use crate::response::{Response, request_id};
use crate::{NoProblem, Operation};

/// The number of bytes kept of the body of an error answer: 64 KiB.
pub const MAX_ERROR_BODY: usize = 64 * 1024;

/// Why a call failed: at which stage, in which operation, and all that the server said.
///
/// `Display` is one line; it and `Debug` print the kind, the operation, the status, the provider's code, the request
/// id and the number of attempts, and neither the provider's message nor the body, which may name persons. Ask
/// [`message`](Self::message), [`problem`](Self::problem) or [`body`](Self::body) for those. A code or an id that does
/// not look like one is not printed either.
pub struct Error<P = NoProblem> {
    inner: Box<Inner>,
    problem: Option<Box<P>>,
}

/// What an error has, whoever the provider is.
pub(crate) struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    attempts: u32,
    outcome_unknown: bool,
    detail: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    body_truncated: bool,
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
    retry_after: Option<Duration>,
}

// Not generic, so that it is compiled once and not in each provider crate.
impl Error {
    pub(crate) fn new(kind: ErrorKind, operation: &Operation) -> Self {
        let inner = Box::new(Inner {
            kind,
            operation: operation.id,
            attempts: 0,
            outcome_unknown: false,
            detail: None,
            source: None,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            body_truncated: false,
            code: None,
            message: None,
            request_id: None,
            retry_after: None,
        });
        Self { inner, problem: None }
    }

    fn refused(operation: &Operation, reason: String) -> Self {
        Self::new(ErrorKind::Request, operation).with_detail(reason)
    }

    /// Reports a success that cannot be used.
    pub(crate) fn unusable(response: Response, reason: impl Into<String>) -> Self {
        let Response { operation, status, headers, body, attempts, request_ids } = response;
        Self::new(ErrorKind::Decode, operation)
            .with_attempts(attempts)
            .with_outcome_unknown(!operation.safe && may_be_done(ErrorKind::Decode, Some(status)))
            .with_head(status, headers, request_ids)
            .with_body(&body, false)
            .with_detail(reason)
    }

    setters! {
        pub(crate) with_detail(detail: impl Into<String>) => inner.detail = Some(detail.into());
        pub(crate) with_source(source: impl Into<Box<dyn StdError + Send + Sync>>) => inner.source = Some(source.into());
        pub(crate) with_attempts(attempts: u32) => inner.attempts = attempts;
        pub(crate) with_outcome_unknown(unknown: bool) => inner.outcome_unknown = unknown;
        pub(crate) with_retry_after(retry_after: Option<Duration>) => inner.retry_after = retry_after;
    }

    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap, request_ids: &[&str]) -> Self {
        self.inner.status = Some(status);
        self.inner.request_id = request_id(&headers, request_ids).map(str::to_owned);
        self.inner.headers = headers;
        self
    }

    /// Keeps the bounded start of the body of an answer.
    pub(crate) fn with_body(mut self, body: &Bytes, truncated: bool) -> Self {
        self.inner.body_truncated = truncated || body.len() > MAX_ERROR_BODY;
        // A copy, since a slice would keep the whole buffer alive.
        self.inner.body = Bytes::copy_from_slice(&body.slice(..body.len().min(MAX_ERROR_BODY)));
        self
    }

    /// Returns the error as one of a provider; it has no problem either way.
    pub(crate) fn retyped<Q>(self) -> Error<Q> {
        Error { inner: self.inner, problem: None }
    }
}

impl<P> Error<P> {
    /// Reports a call that was refused before anything was sent. `reason` must not hold an argument's value.
    pub fn invalid_request(operation: &Operation, reason: impl Into<String>) -> Self {
        Error::refused(operation, reason.into()).retyped()
    }

    /// Returns at which stage the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the id of the operation that failed.
    pub fn operation(&self) -> &'static str {
        self.inner.operation
    }

    /// Returns the status, if an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Returns the headers of the answer; none if no answer came.
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// Returns the body of the answer, at most its first [`MAX_ERROR_BODY`] bytes. It may hold personal data.
    pub fn body(&self) -> &Bytes {
        &self.inner.body
    }

    /// Returns whether [`body`](Self::body) is only the start of what the server sent.
    pub fn body_truncated(&self) -> bool {
        self.inner.body_truncated
    }

    /// Returns the provider's typed problem, if the answer carried one.
    pub fn problem(&self) -> Option<&P> {
        self.problem.as_deref()
    }

    /// Returns the id under which the provider's support finds this call: from the headers, else from the problem.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// Returns how long the server asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns how many times the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns whether the server may have carried out the call although it failed.
    ///
    /// It may have if any of the attempts broke off after it was sent, whatever the last one met, or was answered by a
    /// success that cannot be used, a redirect, 408 or 5xx. Always `false` for operations that change nothing.
    pub fn outcome_unknown(&self) -> bool {
        self.inner.outcome_unknown
    }

    /// Returns whether the same call may succeed later and does no harm if made again: the cause passes, and the call
    /// was certainly not carried out.
    pub fn is_retryable(&self) -> bool {
        let issuer = || self.inner.source.as_deref()?.downcast_ref::<AuthError>()?.status();
        !self.inner.outcome_unknown && outcome::passes(self.inner.kind, self.inner.status.or_else(issuer))
    }

    /// Returns the provider's code for this kind of problem.
    pub fn code(&self) -> Option<&str> {
        self.inner.code.as_deref()
    }

    /// Returns the provider's message, which may hold personal data.
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// Returns whether the server answered 404 or 410: what the call is about does not exist.
    pub fn is_not_found(&self) -> bool {
        self.answered(&[404, 410])
    }

    /// Returns whether the server answered 409: the state of what the call is about does not allow it.
    pub fn is_conflict(&self) -> bool {
        self.answered(&[409])
    }

    /// Returns whether the server answered 429: too many calls. [`retry_after`](Self::retry_after) may tell more.
    pub fn is_rate_limited(&self) -> bool {
        self.answered(&[429])
    }

    /// Returns whether the server answered 401, or no credentials could be obtained.
    pub fn is_unauthorized(&self) -> bool {
        self.inner.kind == ErrorKind::Auth || self.answered(&[401])
    }

    fn answered(&self, statuses: &[u16]) -> bool {
        self.inner.status.is_some_and(|status| statuses.contains(&status.as_u16()))
    }
}

impl<P: Problem> Error<P> {
    /// Reads what the provider says of an error that came without.
    #[cold]
    #[inline(never)]
    pub(crate) fn with_parsed_problem(error: Error) -> Self {
        let mut inner = error.inner;
        let problem = match inner.status {
            Some(status) if inner.kind == ErrorKind::Api => P::parse(status, &inner.headers, &inner.body),
            _ => None,
        };
        if let Some(problem) = &problem {
            inner.code = problem.code().map(Cow::into_owned);
            inner.message = problem.message().map(Cow::into_owned);
            if inner.request_id.is_none() {
                inner.request_id = problem.correlation_id().map(Cow::into_owned);
            }
        }
        Self { inner, problem: problem.map(Box::new) }
    }
}

impl<P> StdError for Error<P> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
