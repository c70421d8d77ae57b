//! The place in a JSON document at which decoding stopped, as a path.
//!
//! Found from the line and the column that serde_json reports, by scanning the document again. Only a failure pays for
//! it; to track the path while decoding would cost every call, and a second decoder for every type.

/// An array or object that is open, with what is being read in it.
enum Open<'a> {
    /// The index of the element.
    Array(usize),
    /// The name of the member, once it is complete.
    Object(Option<&'a [u8]>),
}

/// The number of levels that serde_json decodes.
const MAX_DEPTH: usize = 128;
/// The number of bytes after which a path ends in `…`.
const MAX_LENGTH: usize = 100;

/// Returns the path of the value that ends at, or extends past, a place in the document.
///
/// Line and column count from 1 and 0, as serde_json counts them. Keys that do not look like a property name are
/// written as `*`, since they may be an id or an address.
pub(super) fn path(document: &[u8], line: usize, column: usize) -> String {
    let mut path = String::new();
    for open in opened(until(document, line, column)) {
        if path.len() > MAX_LENGTH {
            path.push('…');
            break;
        }
        match open {
            Open::Array(index) => path.push_str(&format!("[{index}]")),
            Open::Object(None) => {}
            Open::Object(Some(key)) => {
                let dot = if path.is_empty() { "" } else { "." };
                path.extend([dot, property_name(key).unwrap_or("*")]);
            }
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Returns what comes before a place.
fn until(document: &[u8], line: usize, column: usize) -> &[u8] {
    let lines = document.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    document.get(..before.saturating_add(column)).unwrap_or(document)
}

/// Returns the arrays and objects that are open at the end of a piece of JSON, from the outside in.
fn opened(json: &[u8]) -> Vec<Open<'_>> {
    let mut stack = Vec::new();
    // A string is a key if nothing has come in its object since the brace or a comma.
    let mut key_follows = false;
    let mut rest = json;
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'{' | b'[' if stack.len() == MAX_DEPTH => break,
            b'{' => stack.push(Open::Object(None)),
            b'[' => stack.push(Open::Array(0)),
            b'}' | b']' => drop(stack.pop()),
            b',' => match stack.last_mut() {
                Some(Open::Array(index)) => *index += 1,
                Some(Open::Object(key)) => *key = None,
                None => {}
            },
            b'"' => {
                let (string, closed) = rest.split_at(string_length(rest));
                // A key that is cut off is not complete.
                if let (true, Some(Open::Object(key)), [_, ..]) = (key_follows, stack.last_mut(), closed) {
                    *key = Some(string);
                }
                rest = closed.get(1..).unwrap_or_default();
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            key_follows = matches!(byte, b'{' | b',');
        }
    }
    stack
}

/// Returns the number of bytes before the quote that ends a string.
fn string_length(rest: &[u8]) -> usize {
    let mut escaped = false;
    let end = rest.iter().position(|byte| {
        let quote = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        quote
    });
    end.unwrap_or(rest.len())
}

fn property_name(key: &[u8]) -> Option<&str> {
    let name = std::str::from_utf8(key).ok()?;
    let plain = |c: char| c.is_ascii_alphabetic() || c == '_';
    (name.len() <= 40 && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::{Value, json};
    use serde_path_to_error::Segment;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Model {
        name: String,
        nick: Option<String>,
        id: Option<uuid_like::Id>,
        count: u8,
        parts: Vec<Model>,
        pair: Option<(u8, u8)>,
        labels: std::collections::BTreeMap<String, Option<i8>>,
    }

    /// A type that refuses some strings.
    mod uuid_like {
        #[derive(Debug, serde::Deserialize)]
        #[serde(try_from = "String")]
        pub(super) struct Id;

        impl TryFrom<String> for Id {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                if text.len() == 2 { Ok(Self) } else { Err("no id") }
            }
        }
    }

    /// Returns the path by the library that tracks it while decoding.
    fn tracked(document: &str) -> Option<String> {
        let mut deserializer = serde_json::Deserializer::from_str(document);
        let error = serde_path_to_error::deserialize::<_, Model>(&mut deserializer).err()?;
        let mut text = String::new();
        for segment in error.path() {
            let name = match segment {
                Segment::Seq { index } => {
                    text.push_str(&format!("[{index}]"));
                    continue;
                }
                Segment::Unknown => continue,
                Segment::Map { key } => property_name(key.as_bytes()).unwrap_or("*"),
                Segment::Enum { variant } => variant,
            };
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(name);
        }
        Some(if text.is_empty() { ".".to_owned() } else { text })
    }

    fn found(document: &str) -> Option<String> {
        let error = serde_json::from_str::<Model>(document).err()?;
        Some(path(document.as_bytes(), error.line(), error.column()))
    }

    fn valid(depth: usize) -> Value {
        let parts = match depth {
            0 => vec![],
            _ => vec![valid(depth - 1), valid(depth - 1)],
        };
        json!({
            "name": "A \"quoted, {name}\\", "nick": null, "id": "ab", "count": 1, "pair": [1, 2], "parts": parts,
            "labels": {"a": 1, "jo@example.com": null, "b,[\"{": 2},
        })
    }

    /// Puts something else in the place of the value number `at`.
    fn spoil(value: &mut Value, at: &mut usize, with: &Value) {
        if *at == 0 {
            *value = with.clone();
        }
        *at = at.wrapping_sub(1);
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, at, with)),
            Value::Object(map) => map.values_mut().for_each(|item| spoil(item, at, with)),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn is_where_the_library_that_tracks_it_says(at in 0_usize..45, with in 0_usize..9, pretty: bool) {
            let others = [
                json!("text"), json!(1), json!(-1), json!(1.5), json!(true), json!(null), json!([]), json!({}), json!([1]),
            ];
            let mut document = valid(2);
            spoil(&mut document, &mut { at }, &others[with]);
            let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
            prop_assert_eq!(found(&text), tracked(&text), "{}", text);
        }

        #[test]
        fn any_place_in_any_bytes_has_a_path(document: Vec<u8>, line: usize, column: usize) {
            path(&document, line, column);
        }
    }
}
