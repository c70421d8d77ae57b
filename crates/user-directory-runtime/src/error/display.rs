//! How an error is printed: one line, without secrets and personal data.

use std::fmt;

use super::{Error, Told};

/// The most that is printed of a string that the server chose.
const MAX_PRINTED: usize = 80;

/// Makes a code or an id of the server fit for one line of a log; other characters become `?`.
pub(crate) fn printable(text: &str) -> String {
    let mut printable = String::new();
    for c in text.chars().take(MAX_PRINTED) {
        printable.push(if c.is_ascii_graphic() { c } else { '?' });
    }
    printable
}

impl<P> fmt::Display for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told.fmt(f)
    }
}

impl<P> fmt::Debug for Error<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told.fmt_debug(f)
    }
}

impl Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.kind)?;
        if let Some(status) = self.status {
            write!(f, ", status {}", status.as_u16())?;
        }
        if let Some(code) = &self.code {
            write!(f, ", code {code}")?;
        }
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request id {})", printable(id))?;
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
            .field("code", &self.code)
            .field("request_id", &self.request_id.as_deref().map(printable))
            .field("retry_after", &self.retry_after)
            .field("attempts", &self.attempts)
            .field("outcome_unknown", &self.outcome_unknown)
            .field("detail", &self.detail)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
