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

debug_only!(Error [P] [P], this =>
    kind = this.inner.kind,
    operation = this.inner.operation,
    status = this.inner.status.map(|status| status.as_u16()),
    code = this.inner.code.as_deref().and_then(token),
    message = this.inner.message.as_ref().map(|_| format_args!("see message()")),
    request_id = this.inner.request_id.as_deref().and_then(token),
    retry_after = this.inner.retry_after,
    attempts = this.inner.attempts,
    outcome_unknown = this.inner.outcome_unknown,
    detail = this.inner.detail,
    source = this.inner.source
);

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
}
