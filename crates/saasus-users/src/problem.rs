//! SaaSus's error body.

use std::borrow::Cow;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// A type such as `permission_denied` with a message.
///
/// Message and data can name a person, so `Debug` prints the type only.
#[derive(Clone, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// Kind of the problem.
    #[serde(rename = "type")]
    pub type_: String,
    /// Text for people.
    #[serde(default)]
    pub message: String,
    /// Further facts, different for each type.
    #[serde(default)]
    pub data: Option<serde_json::Map<String, serde_json::Value>>,
}

impl user_directory_runtime::Problem for Problem {
    #[inline]
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        user_directory_runtime::json_problem(body)
    }

    #[inline]
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.type_))
    }

    #[inline]
    fn message(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.message))
    }
}

user_directory_runtime::debug_only!(Problem [] [], this => type = this.type_);
