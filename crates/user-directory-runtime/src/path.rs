//! Path parameters: values that can never change which path is requested.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_decode_str, utf8_percent_encode};

use serde_json::Value;

use crate::Operation;
use crate::style::{self, Style};

/// Everything but the unreserved characters of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes a path parameter, so that it fills exactly its place in the path.
///
/// # Errors
///
/// Refuses what a URL parser, a proxy or a server may take for another path: the empty string, control characters, `.`
/// and `..` as the whole value or between slashes or backslashes, in any percent-encoded spelling, and the literals
/// that another operation has in the place of the parameter. Encoding would not do for dot segments, since URL parsers
/// resolve `%2e%2e` too.
pub(crate) fn segment(operation: &Operation, name: &str, style: Style, value: &Value) -> Result<String, &'static str> {
    let written = style::path(name, style, value, encode)?;
    // What a list of one or a number is written as can be such a literal, too.
    match operation.is_reserved(name, &percent_decode_str(&written).decode_utf8_lossy()) {
        true => Err("is part of another operation's path"),
        false => Ok(written),
    }
}

fn encode(value: String) -> Result<String, &'static str> {
    if value.is_empty() {
        return Err("is empty");
    }
    // Numbers, UUIDs and most ids are one segment already.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte);
    if value.bytes().all(is_plain) {
        return Ok(value);
    }
    match objection(&value) {
        Some(reason) => Err(reason),
        None => Ok(utf8_percent_encode(&value, SEGMENT).to_string()),
    }
}

/// Returns what there is in a value, in any percent-encoded spelling, that can change which path is requested.
pub(crate) fn objection(value: &str) -> Option<&'static str> {
    let mut spelling = Cow::Borrowed(value);
    // A proxy and a server may both decode: look beneath a few layers, not only the first.
    for _ in 0..4 {
        if spelling.chars().any(char::is_control) {
            return Some("contains a control character");
        }
        if spelling.split(['/', '\\']).any(is_dot_segment) {
            return Some("contains a dot segment");
        }
        let decoded = match percent_decode_str(&spelling).decode_utf8_lossy() {
            Cow::Borrowed(_) => break,
            Cow::Owned(decoded) => decoded,
        };
        spelling = Cow::Owned(decoded);
    }
    None
}

/// Returns whether a URL parser would resolve this segment away.
pub(crate) fn is_dot_segment(segment: impl AsRef<[u8]>) -> bool {
    let segment = segment.as_ref();
    // Most segments begin with neither; decoding them would be for nothing.
    matches!(segment, [b'.' | b'%', ..]) && matches!(&*Cow::from(percent_decode(segment)), b"." | b"..")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_operations::GET_USER;
    use proptest::prelude::*;
    use serde_json::json;

    fn segment(value: &str) -> Result<String, &'static str> {
        super::segment(&GET_USER, "userId", Style::Simple { explode: false }, &Value::from(value))
    }

    #[test]
    fn hostile_values_are_refused() {
        for value in [
            "",
            ".",
            "..",
            "%2e",
            "%2E",
            "%2e%2e",
            "%2E%2e",
            ".%2e",
            "%2e.",
            "%252e%252e",
            "%25252e.",
            "%2525252e%2525252e",
            "..\\..\\admin\\keys",
            "x\\..\\..\\companies\\42",
            "..%5c..",
            "\0",
            "a\0b",
            "%00",
            "a\r\nb",
            "\t",
            "\u{7f}",
            "\u{85}",
            "../admin",
            "..%2fadmin",
            "a/../b",
            "a/./b",
            "/..",
            "a/%2e%2e/b",
            "%2e%2e%2fx",
        ] {
            segment(value).expect_err(value);
        }
    }

    #[test]
    fn other_values_become_one_segment() {
        for (value, encoded) in [
            ("42", "42"),
            ("a-b_c.d~e", "a-b_c.d~e"),
            ("...", "..."),
            (".hidden", ".hidden"),
            (".a", ".a"),
            ("a b", "a%20b"),
            ("a/b", "a%2Fb"),
            ("http://127.0.0.1:8080", "http%3A%2F%2F127.0.0.1%3A8080"),
            ("100%", "100%25"),
            ("%41", "%2541"),
            ("jo+tag@example.com", "jo%2Btag%40example.com"),
            ("?x=1#y", "%3Fx%3D1%23y"),
            ("CORP\\jane", "CORP%5Cjane"),
            ("é", "%C3%A9"),
            ("$activate", "%24activate"),
        ] {
            assert_eq!(segment(value).unwrap(), encoded, "{value}");
        }
    }

    #[test]
    fn literals_of_other_operations_are_refused_in_any_case() {
        for value in ["deleted", "DELETED", "Deleted"] {
            assert!(segment(value).is_err(), "{value}");
        }
        assert_eq!(segment("deleted2").unwrap(), "deleted2");
        let list = |value| super::segment(&GET_USER, "userId", Style::Simple { explode: false }, &value);
        assert!(list(json!(["Deleted"])).is_err());
        assert_eq!(list(json!(["deleted", "2"])).unwrap(), "deleted,2");
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_stays_one_segment(value in ".*") {
            if let Ok(encoded) = segment(&value) {
                let url = url::Url::parse(&format!("https://h.example/v1/users/{encoded}/lock")).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                prop_assert_eq!(segments.len(), 4);
                prop_assert_eq!(percent_decode_str(segments[2]).decode_utf8().unwrap(), value);
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }
}
