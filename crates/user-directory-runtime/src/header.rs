//! Header parameters.

use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::{Error, Operation};

/// Encodes a header parameter: text, a number or a boolean, as serde writes it.
///
/// The value is marked as sensitive, so that no log of the HTTP stack prints it: it can be a secret or name a person.
///
/// # Errors
///
/// Refuses values that are not text, numbers or booleans, and those with line breaks, other control characters, or characters beyond ASCII. The error names the
/// header, never its value.
pub fn header_value<P>(
    operation: &Operation,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<HeaderValue, Error<P>> {
    let text = match serde_json::to_value(value) {
        Ok(Value::String(text)) => Some(text),
        Ok(scalar @ (Value::Number(_) | Value::Bool(_))) => Some(scalar.to_string()),
        _ => None,
    };
    text.as_deref().and_then(sensitive).ok_or_else(|| {
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
    HeaderValue::from_str(value).ok().filter(|_| value.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_operations::GET_USER;
    use crate::{NoProblem, Secret};

    #[test]
    fn values_are_marked() {
        let value = header_value::<NoProblem>(&GET_USER, "X", &Secret::from("t0ken")).unwrap();
        assert!(value.is_sensitive());
        let value = header_value::<NoProblem>(&GET_USER, "X", &true).unwrap();
        assert_eq!((value.to_str().unwrap(), value.is_sensitive()), ("true", true));
    }

    #[test]
    fn what_is_no_scalar_is_refused() {
        header_value::<NoProblem>(&GET_USER, "X", &[1, 2]).unwrap_err();
        header_value::<NoProblem>(&GET_USER, "X", &()).unwrap_err();
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
