//! Why no credentials could be added to a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use super::TokenAnswer;
use crate::ErrorKind;
use crate::error::token;

/// Why no credentials could be added to a request. Cheap to clone, since all callers that wait for one token request
/// get the same failure.
#[derive(Clone)]
pub struct AuthError(Arc<Inner>);

struct Inner {
    kind: ErrorKind,
    reason: String,
    status: Option<StatusCode>,
    code: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Inner {
    fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self { kind, reason: reason.into(), status: None, code: None, retry_after: None, source: None }
    }
}

impl AuthError {
    /// Reports the reason, which is printed: it must hold neither secrets nor personal data.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Arc::new(Inner::new(ErrorKind::Auth, reason)))
    }

    /// Reports the reason and the cause. The URL of a `reqwest::Error` must be removed by `without_url`.
    pub fn with_source(reason: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Arc::new(Inner { source: Some(source.into()), ..Inner::new(ErrorKind::Auth, reason) }))
    }

    /// Reports what the server that issues the tokens answered.
    pub(super) fn refused(answer: &TokenAnswer, code: Option<&str>) -> Self {
        let inner = Inner::new(ErrorKind::Auth, "no token was issued");
        let (status, code) = (Some(answer.status), code.map(str::to_owned));
        Self(Arc::new(Inner { status, code, retry_after: answer.retry_after, ..inner }))
    }

    /// Reports that the request for a token got no complete answer.
    pub(super) fn broken(kind: ErrorKind, reason: &str, source: Option<reqwest::Error>) -> Self {
        let source = source.map(|source| source.without_url().into());
        Self(Arc::new(Inner { source, ..Inner::new(kind, reason) }))
    }

    /// Returns the kind of failure that the call ends with: [`Auth`](ErrorKind::Auth), unless the request for a token
    /// got no whole answer.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the status with which the issuer of tokens refused.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the issuer's code, such as `invalid_grant`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns how long the issuer asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.reason)?;
        if let Some(status) = self.0.status {
            write!(f, ", status {}", status.as_u16())?;
        }
        if let Some(code) = self.code().and_then(token) {
            write!(f, ", code {code}")?;
        }
        Ok(())
    }
}

debug_only!(AuthError [] [], this =>
    reason = this.0.reason,
    status = this.0.status.map(|status| status.as_u16()),
    code = this.code().and_then(token),
    source = this.0.source
);

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
