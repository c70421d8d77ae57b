//! How an error is printed: one line, without secrets and personal data.

use std::fmt;

use super::Error;

/// The most that is printed of a string that the server chose.
const MAX_PRINTED: usize = 80;

/// Makes a code or an id of the server fit for one line of a log; other characters become `?`.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .take(MAX_PRINTED)
        .map(|c| if c.is_ascii_graphic() { c } else { '?' })
        .collect()
}

impl<P> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        write!(f, "{}: {}", inner.operation, inner.kind)?;
        if let Some(status) = inner.status {
            write!(f, ", status {}", status.as_u16())?;
        }
        if let Some(code) = &inner.code {
            write!(f, ", code {code}")?;
        }
        if let Some(detail) = &inner.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " (request id {})", printable(id))?;
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl<P> fmt::Debug for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("status", &inner.status.map(|status| status.as_u16()))
            .field("code", &inner.code)
            .field("request_id", &inner.request_id.as_deref().map(printable))
            .field("retry_after", &inner.retry_after)
            .field("attempts", &inner.attempts)
            .field("outcome_unknown", &inner.outcome_unknown)
            .field("detail", &inner.detail)
            .field("source", &inner.source)
            .finish_non_exhaustive()
    }
}
