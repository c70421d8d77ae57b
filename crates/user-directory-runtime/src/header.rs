//! Header names and values.

use http::{HeaderName, HeaderValue};

/// Returns a header, unless name or value has characters that it cannot carry.
pub(crate) fn header(name: impl AsRef<str>, value: impl TryInto<HeaderValue>) -> Option<(HeaderName, HeaderValue)> {
    Some((name.as_ref().parse().ok()?, value.try_into().ok()?))
}

/// Returns a header value that `Debug` and the HTTP stack's logs do not print, since it can be a secret or name a person.
/// Only printable ASCII has one: beyond it servers disagree about the encoding.
pub(crate) fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok().filter(|_| value.is_ascii())?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_marked() {
        assert!(sensitive("t0ken").unwrap().is_sensitive());
    }

    #[test]
    fn injection_is_refused() {
        for value in ["a\r\nX: y", "a\nb", "\0", "caf\u{e9}"] {
            assert_eq!(sensitive(value), None);
        }
    }
}
