//! Decoding what is a string on the wire.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// What some servers put before JSON, and a reader may skip (RFC 8259, section 8.1).
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Decodes a string into a type that any string fits. Generated code calls this for enums: what serde derives for
/// one that keeps unknown values reads the value into a buffer first.
///
/// # Errors
///
/// Fails if there is no string.
pub fn from_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

struct Text<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Upper(String);

    impl From<&str> for Upper {
        fn from(text: &str) -> Self {
            Self(text.to_uppercase())
        }
    }

    fn read(json: &str) -> Result<Upper, serde_json::Error> {
        from_text(&mut serde_json::Deserializer::from_str(json))
    }

    #[test]
    fn takes_strings_alone() {
        assert_eq!(read(r#""ada""#).unwrap(), Upper("ADA".to_owned()));
        assert_eq!(read(r#""\u0061da""#).unwrap(), Upper("ADA".to_owned()));
        for other in ["1", "null", "[]", "{}", "true"] {
            read(other).expect_err(other);
        }
    }
}
