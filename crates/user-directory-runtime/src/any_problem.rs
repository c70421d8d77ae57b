//! The error body of a provider that documents none.

use std::borrow::Cow;

use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::{Problem, json_problem};

/// Any JSON object that a server answers a failure with, read by the names that most give code and message.
///
/// A provider whose error body is known has its own type. The strings can name a person, so `Debug` prints none.
#[derive(Clone, PartialEq)]
pub struct AnyProblem(Map<String, Value>);

impl AnyProblem {
    /// Returns the whole object.
    pub fn object(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Returns the first of these members that is a string or a number, of the object itself or of its `error`.
    fn find<'a>(&'a self, names: &[&str], fits: fn(&str) -> bool) -> Option<Cow<'a, str>> {
        let inner = self.0.get("error").and_then(Value::as_object);
        let members =
            |object: &'a Map<String, Value>| names.iter().filter_map(|name| object.get(*name)).collect::<Vec<_>>();
        [Some(&self.0), inner].into_iter().flatten().flat_map(members).find_map(|member| match member {
            Value::String(text) if fits(text) => Some(Cow::Borrowed(text.as_str())),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        })
    }
}

/// Tells a code from a sentence, which may name a person and must not be printed as a code.
fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte))
}

impl Problem for AnyProblem {
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        json_problem(body).map(Self)
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        self.find(&["code", "error_code", "errorCode", "error", "type"], is_code)
    }

    fn message(&self) -> Option<Cow<'_, str>> {
        self.find(&["message", "detail", "error_description", "reason", "title", "error"], |text| !text.is_empty())
    }
}

debug_only!(AnyProblem [] [], _this =>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_names_are_read() {
        for (body, code, message) in [
            (r#"{"code": 4, "message": "no"}"#, Some("4"), Some("no")),
            (r#"{"error": "invalid_request", "error_description": "no"}"#, Some("invalid_request"), Some("no")),
            (r#"{"error": {"code": "x", "message": "no"}}"#, Some("x"), Some("no")),
            (r#"{"type": "about:blank", "title": "T", "detail": "no"}"#, Some("about:blank"), Some("no")),
            (r#"{"error": "Jane Doe exists"}"#, None, Some("Jane Doe exists")),
            (r#"{"other": true}"#, None, None),
        ] {
            let problem = AnyProblem::parse(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.as_bytes()).unwrap();
            assert_eq!((problem.code().as_deref(), problem.message().as_deref()), (code, message), "{body}");
            assert_eq!(format!("{problem:?}"), "AnyProblem { .. }");
        }
        for body in ["", "[1]", "<html>"] {
            assert!(AnyProblem::parse(StatusCode::BAD_REQUEST, &HeaderMap::new(), body.as_bytes()).is_none());
        }
    }
}
