//! Decoding long bodies with simd-json.

use std::cell::Cell;

use serde::de::DeserializeOwned;
use simd_json::{Buffers, to_tape_with_buffers};

/// Bodies that are shorter gain little: at 6 KiB the two decoders are even.
const WORTH_IT: usize = 16 * 1024;
/// How much of its buffers a thread keeps, in bytes of the body that they were for.
const KEPT: usize = 8 * 1024 * 1024;
/// As deep as serde_json goes.
const DEPTH: usize = 127;

/// What a thread keeps from one body to the next: fresh pages for it would cost more than the faster parser gains.
struct Kept {
    text: Vec<u8>,
    buffers: Buffers,
}

thread_local! {
    static BUFFERS: Cell<Option<Box<Kept>>> = const { Cell::new(None) };
}

/// Decodes a JSON document, if it is long. Returns `None` for all that serde_json has to decide on: short documents,
/// those that do not fit the type or are no JSON, and the few that it reads in another way, such as numbers beyond 64 bits.
pub(crate) fn decode<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    if text.len() < WORTH_IT || !is_safe(text) {
        return None;
    }
    // Taken out, so that a type that decodes within decoding finds none, and not those in use.
    let mut kept =
        BUFFERS.take().unwrap_or_else(|| Box::new(Kept { text: Vec::new(), buffers: Buffers::new(text.len()) }));
    kept.text.clear();
    kept.text.extend_from_slice(text);
    let value = to_tape_with_buffers(&mut kept.text, &mut kept.buffers).ok().and_then(|tape| tape.deserialize().ok());
    if text.len() <= KEPT {
        BUFFERS.set(Some(kept));
    }
    value
}

/// Returns whether simd-json reads a document as serde_json does, or not at all.
///
/// It has no limit of depth, so that a server could exhaust the stack; brackets within strings count as well, so that
/// there is no need to tell them apart. And it takes half of a surrogate pair for a character.
fn is_safe(text: &[u8]) -> bool {
    let (mut depth, mut escapes) = (0_usize, false);
    // Pieces of which the compiler compares many bytes at once.
    let (pieces, rest) = text.as_chunks::<64>();
    for piece in pieces.iter().map(<[u8; 64]>::as_slice).chain([rest]) {
        let (opened, closed, escaped) = count(piece);
        depth = depth.saturating_add(usize::from(opened));
        if depth > DEPTH {
            return false;
        }
        depth = depth.saturating_sub(usize::from(closed));
        escapes |= escaped > 0;
    }
    let surrogate = |bytes: &[u8]| matches!(bytes, [b'\\', b'u', b'd' | b'D']);
    !escapes || !text.windows(3).any(surrogate)
}

/// Counts opening brackets, closing brackets and backslashes in up to 255 bytes.
fn count(piece: &[u8]) -> (u8, u8, u8) {
    piece.iter().fold((0, 0, 0), |counts: (u8, u8, u8), byte| {
        // Brackets and braces differ in one bit.
        let bracket = byte | 0x20;
        (
            counts.0.wrapping_add(u8::from(bracket == b'{')),
            counts.1.wrapping_add(u8::from(bracket == b'}')),
            counts.2.wrapping_add(u8::from(*byte == b'\\')),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// A document that is long enough, around another.
    fn long(json: &str) -> String {
        format!(r#"[{json},"{}"]"#, "x".repeat(WORTH_IT))
    }

    fn serde(text: &str) -> Option<Value> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn a_long_document_is_decoded_as_by_serde_json() {
        for json in [r#"{"a":[1,-2,3.5,1e3,null,true,"\u00e9\n"],"":{}}"#, "18446744073709551615", "[[],{},[[{}]]]"] {
            let text = long(json);
            let value = decode::<Value>(text.as_bytes());
            assert!(value.is_some(), "{json}");
            assert_eq!(value, serde(&text), "{json}");
        }
    }

    #[test]
    fn models_come_out_the_same() {
        use std::collections::BTreeMap;

        use crate::{Patch, Secret, date_time, optional_date_time};
        use chrono::{DateTime, Utc};
        use serde::Deserialize;

        #[derive(Debug, Deserialize, PartialEq)]
        #[serde(rename_all = "camelCase")]
        struct User {
            #[serde(deserialize_with = "date_time")]
            created_at: DateTime<Utc>,
            #[serde(default, deserialize_with = "optional_date_time")]
            last_seen: Option<DateTime<Utc>>,
            name: Option<String>,
            logins: Option<i64>,
            kind: Kind,
            #[serde(default)]
            phone: Patch<String>,
            password: Option<Secret>,
            #[serde(flatten)]
            other: BTreeMap<String, Value>,
        }

        #[derive(Debug, PartialEq)]
        struct Kind(String);

        impl From<&str> for Kind {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl<'de> Deserialize<'de> for Kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::from_text(deserializer)
            }
        }

        let users = [
            r#"{"createdAt":"2024-05-06T07:08:09+02:00","name":"Ada","logins":-3,"kind":"new","phone":null,"a":[1.5,{}]}"#,
            r#"{"kind":"\u0061d\u00e9","createdAt":"2024-05-06T07:08:09.5Z","lastSeen":null,"password":"s3cret","phone":"1"}"#,
        ];
        let text = format!("[{}]", vec![users.join(","); 200].join(","));
        let decoded = decode::<Vec<User>>(text.as_bytes());
        assert!(decoded.is_some());
        assert_eq!(decoded, serde_json::from_str(&text).ok());
    }

    /// Decodes a document into a type, and fails if serde_json would not have done the same.
    fn agrees<T: DeserializeOwned + std::fmt::Debug + PartialEq>(json: &str) {
        let text = long(json);
        if let Some(value) = decode::<(T, String)>(text.as_bytes()) {
            let expected: Option<(T, String)> = serde_json::from_str(&text).ok();
            let (value, expected) = (value.0, expected.map(|(expected, _)| expected));
            assert_eq!(Some(value), expected, "{json}");
        }
    }

    #[rustfmt::skip]
    const TRICKY: &[&str] = &[
        "0", "1", "-1", "01", "-", "1.0", "1.", ".5", "+1", "1e2", "1e400", "-1e400", "1e-400", "255", "256",
        "-128", "-129", "2147483648", "-2147483649", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "18446744073709551615", "1e", "0x1", "NaN", "Infinity", "null", "nul", "nulll",
        "true", "tru", "True", "'a'", r#""""#, r#""a""#, r#""ab""#, r#""\ud800""#, r#""\udc00""#,
        r#""\ud800\u0041""#, r#""\uD800x""#, r#""\udbff\n""#, r#""\\ud800""#, r#""\ud83d\ude00""#, r#""\u12""#, r#""\x""#, r#""\u0000""#, "\"\u{0}\"",
        "\"\u{7f}\"", "\"\n\"", "[]", "[1 2]", "[1,]", "[,1]", "{}", r#"{"a" 1}"#, r#"{"a":1,}"#, "{a:1}",
        r#"{"a":1,"a":2}"#, r#"{"":null}"#, "[1]]", "/**/1", "1//", "\u{feff}1", "\u{a0}1",
    ];

    #[test]
    fn nothing_is_accepted_that_serde_json_refuses() {
        for json in TRICKY {
            agrees::<Value>(json);
            agrees::<bool>(json);
            agrees::<i8>(json);
            agrees::<u8>(json);
            agrees::<i32>(json);
            agrees::<i64>(json);
            agrees::<u64>(json);
            agrees::<f64>(json);
            agrees::<char>(json);
            agrees::<String>(json);
            agrees::<()>(json);
            agrees::<Option<i32>>(json);
            agrees::<Vec<i32>>(json);
            agrees::<std::collections::BTreeMap<String, i32>>(json);
        }
    }

    /// The one difference that is left: serde_json takes it for a number with a fraction, and no integer.
    #[test]
    fn minus_nothing_is_nothing() {
        let value = decode::<(i32, String)>(long("-0").as_bytes());
        assert_eq!(value.map(|(value, _)| value), Some(0));
    }

    #[test]
    fn the_rest_is_left_to_serde_json() {
        for text in [
            "[1]".to_owned(),
            long("18446744073709551616"),
            long("[1,]"),
            long("\"a\tb\""),
            long(r#""\ud83d\ude00""#),
            format!("{} 1", long("1")),
        ] {
            assert_eq!(decode::<Value>(text.as_bytes()), None);
        }
        assert_eq!(decode::<Vec<u8>>(long("1").as_bytes()), None);
    }

    #[test]
    fn depth_is_limited_as_by_serde_json() {
        // One more is what `long` puts around it.
        for depth in [1, DEPTH - 1, DEPTH, 1_000_000] {
            let text = long(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
            let value = decode::<Value>(text.as_bytes());
            assert_eq!(value.is_some(), depth < DEPTH, "{depth}");
            assert_eq!(value, serde(&text), "{depth}");
        }
        // Breadth is not depth, nor are brackets that follow their match within a string.
        for json in ["[[]],".repeat(WORTH_IT), "\"{[]}\",".repeat(WORTH_IT)] {
            let text = format!("[{json}1]");
            assert!(decode::<Value>(text.as_bytes()).is_some());
        }
        assert!(decode::<Value>(long(&format!("\"{}\"", "[".repeat(DEPTH))).as_bytes()).is_none());
    }

    #[test]
    fn a_thread_keeps_no_more_than_its_limit() {
        let kept = || {
            let kept = BUFFERS.take();
            kept.map(|kept| kept.text.capacity())
        };
        drop(decode::<Value>(long("1").as_bytes()));
        assert!(kept().is_some_and(|bytes| bytes < 2 * WORTH_IT));
        drop(decode::<Value>(format!(r#"["{}"]"#, "x".repeat(KEPT)).as_bytes()));
        assert_eq!(kept(), None);
    }

    proptest! {
        #[test]
        fn whatever_it_decodes_serde_json_decodes_the_same(json in r#"[\[\]{}",:0-9eE.+\-\\u a-fnrtl]{0,40}"#) {
            // See `minus_nothing_is_nothing`.
            prop_assume!(!json.contains("-0"));
            let text = long(&json);
            if let Some(value) = decode::<Value>(text.as_bytes()) {
                prop_assert_eq!(Some(value), serde(&text));
            }
        }
    }
}
