//! How an error is printed: one line, without secrets and personal data.

use std::fmt;

use super::{Error, Inner};

/// Returns a code or an id of the server if it looks like one, and so can neither be a sentence nor an address.
pub(crate) fn token(text: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte);
    ((1..=80).contains(&text.len()) && text.bytes().all(plain)).then_some(text)
}

impl<P> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<P> fmt::Debug for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt_debug(f)
    }
}

impl Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.kind)?;
        if let Some(status) = self.status {
            write!(f, ", status {}", status.as_u16())?;
        }
        if let Some(code) = self.code.as_deref().and_then(token) {
            write!(f, ", code {code}")?;
        }
        if self.message.is_some() {
            f.write_str(", see message()")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(id) = self.request_id.as_deref().and_then(token) {
            write!(f, " (request id {id})")?;
        }
        if self.attempts > 1 {
            write!(f, " (after {} attempts)", self.attempts)?;
        }
        Ok(())
    }

    fn fmt_debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("operation", &self.operation)
            .field("status", &self.status.map(|status| status.as_u16()))
            .field("code", &self.code.as_deref().and_then(token))
            .field("message", &self.message.as_ref().map(|_| format_args!("see message()")))
            .field("request_id", &self.request_id.as_deref().and_then(token))
            .field("retry_after", &self.retry_after)
            .field("attempts", &self.attempts)
            .field("outcome_unknown", &self.outcome_unknown)
            .field("detail", &self.detail)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
