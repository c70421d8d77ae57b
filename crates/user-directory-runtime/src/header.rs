//! Header parameters.

use std::fmt;

use http::HeaderValue;

use crate::{Error, Operation, Secret};

/// A value that can be sent as a header parameter: whatever displays, and [`Secret`].
pub trait HeaderParam {
    /// Returns the header value, or `None` if it has characters that no header may carry.
    fn to_header_value(&self) -> Option<HeaderValue>;
}

impl<T: fmt::Display + ?Sized> HeaderParam for T {
    fn to_header_value(&self) -> Option<HeaderValue> {
        plain(&self.to_string())
    }
}

/// The value is marked as sensitive, so that no log of the HTTP stack prints it.
impl HeaderParam for Secret {
    fn to_header_value(&self) -> Option<HeaderValue> {
        sensitive(self.expose())
    }
}

/// Encodes a header parameter.
///
/// # Errors
///
/// Refuses values with line breaks, other control characters, or characters beyond ASCII. The error names the
/// header, never its value.
pub fn header_value<P>(
    operation: &Operation,
    name: &str,
    value: &(impl HeaderParam + ?Sized),
) -> Result<HeaderValue, Error<P>> {
    value.to_header_value().ok_or_else(|| {
        Error::invalid_request(
            operation,
            format!("header parameter `{name}` has characters that a header cannot carry"),
        )
    })
}

/// Returns a header value that `Debug` and the HTTP stack's logs do not print.
pub(crate) fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = plain(value)?;
    value.set_sensitive(true);
    Some(value)
}

/// Returns a header value if the text is printable ASCII. Beyond it servers disagree about the encoding.
fn plain(value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(value)
        .ok()
        .filter(|_| value.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoProblem;
    use crate::test_operations::GET_USER;

    #[test]
    fn secrets_are_marked() {
        let value = header_value::<NoProblem>(&GET_USER, "X", &Secret::from("t0ken")).unwrap();
        assert!(value.is_sensitive());
        let value = header_value::<NoProblem>(&GET_USER, "X", &true).unwrap();
        assert_eq!(
            (value.to_str().unwrap(), value.is_sensitive()),
            ("true", false)
        );
    }

    #[test]
    fn injection_is_refused_without_an_echo() {
        for value in ["a\r\nX: y", "a\nb", "\0", "caf\u{e9}"] {
            let error = header_value::<NoProblem>(&GET_USER, "X-Name", value).unwrap_err();
            assert!(error.to_string().contains("`X-Name`"));
            assert!(!error.to_string().contains(value));
        }
    }
}
