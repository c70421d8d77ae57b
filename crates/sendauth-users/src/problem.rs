//! SendAuth's error body, as far as it is known.

use std::borrow::Cow;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// What SendAuth says of a failure.
///
/// SendAuth documents no error body; its specification defines two that nothing refers to, and this type reads either.
/// Their texts can name a person, so `Debug` prints none of them.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong.
    pub error: String,
    /// More on it.
    #[serde(default)]
    pub details: Option<Vec<String>>,
    /// Field that was refused, on status 422.
    #[serde(default)]
    pub field: Option<String>,
    /// Value that was refused, on status 422.
    #[serde(default)]
    pub value: Option<String>,
}

impl user_directory_runtime::Problem for Problem {
    #[inline]
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        user_directory_runtime::json_problem(body)
    }

    #[inline]
    fn code(&self) -> Option<Cow<'_, str>> {
        None
    }

    #[inline]
    fn message(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.error))
    }
}

user_directory_runtime::opaque_debug!(Problem);
