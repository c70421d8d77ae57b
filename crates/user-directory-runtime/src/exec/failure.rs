//! How an attempt fails.

use std::time::SystemTime;

use http::HeaderMap;

use crate::auth::{Authenticate, Rejection};
use crate::{Error, ErrorKind};

/// A failed attempt.
pub(super) struct Failure<'a> {
    pub(super) error: Error,
    /// Whether the request was handed to the connection.
    pub(super) sent: bool,
    /// The credentials of the request, if they are of a kind that expires.
    pub(super) used: Option<Used<'a>>,
}

impl Failure<'_> {
    /// Makes the failure of an attempt that ended before anything was sent.
    pub(super) fn unsent(error: Error) -> Self {
        Self { error, sent: false, used: None }
    }
}

/// Credentials that a request carried.
pub(super) struct Used<'a> {
    pub(super) scheme: &'a dyn Authenticate,
    pub(super) headers: Box<HeaderMap>,
}

impl Used<'_> {
    /// Returns the server's answer as a rejection of these credentials, if it is one.
    pub(super) fn rejected<'b>(&'b self, error: &'b Error, received_at: SystemTime) -> Option<Rejection<'b>> {
        let rejection = Rejection {
            sent: &self.headers,
            status: error.status().filter(|_| error.kind() == ErrorKind::Api)?,
            headers: error.headers(),
            body: error.body(),
            received_at,
        };
        self.scheme.expired(&rejection).then_some(rejection)
    }
}
