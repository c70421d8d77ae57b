//! Why a body does not fit its type, told without quoting the body.

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{place, printable};

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
}

/// In what way a body differs from the type expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// There is no body, and the type needs one.
    Empty,
    /// The body ends in the middle of the JSON document.
    Truncated,
    /// The body is not JSON.
    Syntax,
    /// The body is JSON with another content than expected.
    Data,
}

impl fmt::Display for DecodeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the body is empty",
            Self::Truncated => "the JSON ends too early",
            Self::Syntax => "the body is not JSON",
            Self::Data => "the JSON has an unexpected value",
        })
    }
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
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

/// Reads a JSON body; an empty one is taken for `null`, so that it fits types that allow it.
pub(crate) fn decode<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, DecodeError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return serde_json::from_str("null").map_err(|_| DecodeError {
            problem: DecodeProblem::Empty,
            path: ".".to_owned(),
            line: 0,
            column: 0,
            content_type: other_content_type(headers),
        });
    }
    // JSON between systems is UTF-8 (RFC 8259, section 8.1). To check it in one go, and not string by string, takes off
    // a seventh of the instructions that a long body costs.
    let text = std::str::from_utf8(body).map_err(|error| not_text(headers, body, error))?;
    serde_json::from_str(text).map_err(|error| unexpected(headers, body, &error))
}

/// Says where a body stops to be UTF-8.
#[cold]
fn not_text(headers: &HeaderMap, body: &[u8], error: std::str::Utf8Error) -> DecodeError {
    let good = body.get(..error.valid_up_to()).unwrap_or_default();
    let line = good.split(|byte| *byte == b'\n').count();
    let column = good.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len);
    DecodeError {
        problem: DecodeProblem::Syntax,
        path: place::path(body, line, column),
        line,
        column,
        content_type: other_content_type(headers),
    }
}

/// Says where and why decoding stopped. Not generic, so that each type is decoded by one piece of code only.
#[cold]
fn unexpected(headers: &HeaderMap, body: &[u8], error: &serde_json::Error) -> DecodeError {
    DecodeError {
        problem: match error.classify() {
            Category::Eof => DecodeProblem::Truncated,
            Category::Syntax | Category::Io => DecodeProblem::Syntax,
            Category::Data => DecodeProblem::Data,
        },
        path: place::path(body, error.line(), error.column()),
        line: error.line(),
        column: error.column(),
        content_type: other_content_type(headers),
    }
}

/// Returns the media type, unless it is JSON or missing.
fn other_content_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let json = essence.ends_with("/json") || essence.ends_with("+json");
    (!json).then(|| printable(&essence))
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
