//! Why no credentials could be added to a request.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

/// Why no credentials could be added to a request. Cheap to clone, since all callers that wait for one token request
/// get the same failure.
#[derive(Clone)]
pub struct AuthError(Arc<Inner>);

struct Inner {
    reason: String,
    status: Option<StatusCode>,
    code: Option<String>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl AuthError {
    /// Tells the reason, which is printed: it must hold neither secrets nor personal data.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Arc::new(Inner { reason: reason.into(), status: None, code: None, retry_after: None, source: None }))
    }

    /// Tells the reason and the cause. The URL of a `reqwest::Error` must be removed by `without_url`.
    pub fn with_source(reason: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Arc::new(Inner {
            reason: reason.into(),
            status: None,
            code: None,
            retry_after: None,
            source: Some(source.into()),
        }))
    }

    /// Tells what the server that issues the tokens answered.
    pub fn refused(
        reason: impl Into<String>,
        status: StatusCode,
        code: Option<&str>,
        retry_after: Option<Duration>,
    ) -> Self {
        Self(Arc::new(Inner {
            reason: reason.into(),
            status: Some(status),
            code: code.map(crate::error::printable),
            retry_after,
            source: None,
        }))
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
        if let Some(code) = &self.0.code {
            write!(f, ", code {code}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthError")
            .field("reason", &self.0.reason)
            .field("status", &self.0.status.map(|status| status.as_u16()))
            .field("code", &self.0.code)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for AuthError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
