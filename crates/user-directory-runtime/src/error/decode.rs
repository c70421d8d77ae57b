//! Why a body does not fit its type, without quoting the body.

use std::fmt;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{json_path, token};
use crate::text::BYTE_ORDER_MARK;

/// Where and in what way a body differs from the type expected. Holds nothing of the body itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// What is wrong.
    pub problem: DecodeProblem,
    /// The place in the JSON document, like `content[3].status`. Keys that do not look like a property name are
    /// printed as `*`, for they may be an id or an address.
    pub path: String,
    /// The line in the body, from 1; 0 if unknown.
    pub line: usize,
    /// The column in the body, from 1; 0 if unknown.
    pub column: usize,
    /// The media type that the server named, if it is not JSON.
    pub content_type: Option<String>,
    /// The content coding of the body, such as `gzip`, if it has one.
    pub coding: Option<String>,
}

/// In what way a body differs from the type expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The body is compressed or otherwise coded, which was not asked for.
    #[error("the body has a content coding that was not asked for")]
    Coded,
    /// The body consists of objects of next to no length, which would take many times its size in memory.
    #[error("the body has too many objects for its length")]
    Crowded,
    /// There is no body, and the type needs one.
    #[error("the body is empty")]
    Empty,
    /// The body ends in the middle of the JSON document.
    #[error("the JSON ends too early")]
    Truncated,
    /// The body is not JSON.
    #[error("the body is not JSON")]
    Syntax,
    /// The body is JSON with another content than expected.
    #[error("the JSON has an unexpected value")]
    Data,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.problem, self.path)?;
        if self.line > 0 {
            write!(f, ", line {} column {}", self.line, self.column)?;
        }
        if let Some(content_type) = &self.content_type {
            write!(f, ", content type {content_type}")?;
        }
        if let Some(coding) = &self.coding {
            write!(f, ", content coding {coding}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

/// Reads a JSON body; an empty one is taken for `null`, so that it fits types that allow it.
pub(crate) fn decode<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, DecodeError> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    if let Some(problem) = objection(headers, body) {
        return Err(error(headers, problem, b"", (0, 0)));
    }
    if body.iter().all(u8::is_ascii_whitespace) {
        return serde_json::from_str("null").map_err(|_| error(headers, DecodeProblem::Empty, b"", (0, 0)));
    }
    // JSON between systems is UTF-8 (RFC 8259, section 8.1). To check it in one go, and not string by string, takes off
    // a seventh of the instructions that a long body costs.
    let text = std::str::from_utf8(body).map_err(|error| not_text(headers, body, error))?;
    serde_json::from_str(text).map_err(|error| unexpected(headers, body, &error))
}

/// Bodies below this length may consist of anything: what they decode to is small enough.
const CROWDED_FROM: usize = 1024 * 1024;
/// The bytes that an object has at least on average. `{},` has 3, and may stand for hundreds in memory.
const LEAST_OBJECT: usize = 8;

/// Returns why a body is not even read.
fn objection(headers: &HeaderMap, body: &[u8]) -> Option<DecodeProblem> {
    if unusual_coding(headers).is_some() && !body.is_empty() {
        return Some(DecodeProblem::Coded);
    }
    let objects = || body.iter().filter(|byte| **byte == b'{').count();
    (body.len() >= CROWDED_FROM && objects() > body.len() / LEAST_OBJECT).then_some(DecodeProblem::Crowded)
}

/// Says where a body stops to be UTF-8.
#[cold]
fn not_text(headers: &HeaderMap, body: &[u8], stop: std::str::Utf8Error) -> DecodeError {
    let good = body.get(..stop.valid_up_to()).unwrap_or_default();
    let line = good.split(|byte| *byte == b'\n').count();
    let column = good.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len);
    error(headers, DecodeProblem::Syntax, body, (line, column))
}

/// Says where and why decoding stopped. Not generic, so that each type is decoded by one piece of code only.
#[cold]
fn unexpected(headers: &HeaderMap, body: &[u8], stop: &serde_json::Error) -> DecodeError {
    let problem = match stop.classify() {
        Category::Eof => DecodeProblem::Truncated,
        Category::Syntax | Category::Io => DecodeProblem::Syntax,
        Category::Data => DecodeProblem::Data,
    };
    error(headers, problem, body, (stop.line(), stop.column()))
}

fn error(headers: &HeaderMap, problem: DecodeProblem, body: &[u8], (line, column): (usize, usize)) -> DecodeError {
    let json = |media_type: &str| media_type.ends_with("/json") || media_type.ends_with("+json");
    DecodeError {
        problem,
        path: json_path::path(body, line, column),
        line,
        column,
        content_type: unusual(headers, CONTENT_TYPE, json),
        coding: unusual_coding(headers),
    }
}

fn unusual_coding(headers: &HeaderMap) -> Option<String> {
    unusual(headers, CONTENT_ENCODING, |coding| matches!(coding, "" | "identity"))
}

/// Returns the value of a header without its parameters, unless it is missing or usual.
fn unusual(headers: &HeaderMap, name: HeaderName, usual: impl Fn(&str) -> bool) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    let value = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    (!usual(&value)).then(|| token(&value).unwrap_or("unreadable").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    type Users = BTreeMap<String, Vec<BTreeMap<String, u8>>>;

    #[test]
    fn tells_place_and_category_but_no_value() {
        let headers = HeaderMap::new();
        for (body, problem, text) in [
            (r#"{"users":[{"age":1},{"age":"Ada"}]}"#, DecodeProblem::Data, "at `users[1].age`, line 1"),
            (r#"{"ada@example.com":[{"age":"Ada"}]}"#, DecodeProblem::Data, "at `*[0].age`"),
            (r#"{"users":[{"age":1}"#, DecodeProblem::Truncated, "ends too early"),
            ("<html>Ada</html>", DecodeProblem::Syntax, "is not JSON"),
            ("{} Ada", DecodeProblem::Syntax, "is not JSON"),
            (" \n", DecodeProblem::Empty, "is empty"),
            (
                "{\n\"users\":[{\"name\": \"\u{fffd}\"}]}",
                DecodeProblem::Syntax,
                "is not JSON at `users[0].name`, line 2 column 19",
            ),
        ] {
            // The sign for what is not a character stands for a byte that is none.
            let mut bytes = body.as_bytes().to_vec();
            if let Some(at) = body.find('\u{fffd}') {
                bytes.splice(at..at + '\u{fffd}'.len_utf8(), [0xe9]);
            }
            let error = decode::<Users>(&headers, &bytes).unwrap_err();
            assert_eq!(error.problem, problem, "{body}");
            assert!(error.to_string().contains(text), "{error}");
            assert!(!format!("{error} {error:?}").contains("Ada"), "{error}");
            assert!(!format!("{error} {error:?}").contains("example"), "{error}");
        }
    }

    #[test]
    fn an_empty_body_is_null() {
        assert_eq!(decode::<Option<u8>>(&HeaderMap::new(), b"").unwrap(), None);
        decode::<()>(&HeaderMap::new(), b"").unwrap();
    }
}
