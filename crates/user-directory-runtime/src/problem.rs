//! The error body of a provider.

use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::text::BYTE_ORDER_MARK;

/// A provider's own description of what went wrong, read from the body of an error answer.
///
/// `Debug` must not print what may name a person; the runtime prints no more of a problem than its code
/// and its correlation id.
pub trait Problem: Clone + fmt::Debug + Send + Sync + 'static {
    /// Reads the problem, or returns `None` if the answer does not carry one.
    ///
    /// `body` holds at most the first [`MAX_ERROR_BODY`](crate::MAX_ERROR_BODY) bytes of the answer.
    fn parse(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Self>;

    /// Returns the provider's code for this kind of problem.
    fn code(&self) -> Option<Cow<'_, str>>;

    /// Returns the provider's message, which may hold personal data.
    fn message(&self) -> Option<Cow<'_, str>>;

    /// Returns the id under which the provider's support finds this call.
    fn correlation_id(&self) -> Option<Cow<'_, str>> {
        None
    }
}

/// Reads a problem whose error bodies are JSON, or returns `None` if the body is none of that type.
///
/// By the same reader as answers, so that a program has only one.
pub fn json_problem<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    serde_json::from_str(std::str::from_utf8(body).ok()?).ok()
}

/// The problem type of a provider whose error bodies have no known form: never present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoProblem {}

impl Problem for NoProblem {
    fn parse(_: StatusCode, _: &HeaderMap, _: &[u8]) -> Option<Self> {
        None
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        match *self {}
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        match *self {}
    }
}
