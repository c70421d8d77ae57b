//! FINBOURNE's error body.

use std::borrow::Cow;
use std::collections::BTreeMap;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// Problem details as FINBOURNE fills them in: RFC 9457 with a name and a business code.
///
/// Titles and details can name a person, so `Debug` prints name and code only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Problem {
    /// Name of the kind of problem.
    pub name: String,
    /// Business code, such as 657 for a user who does not exist.
    pub code: i64,
    /// Details in pairs.
    #[serde(default)]
    pub error_details: Option<Vec<BTreeMap<String, String>>>,
    /// What is wrong with which field, on status 400.
    #[serde(default)]
    pub errors: Option<BTreeMap<String, Vec<String>>>,
    /// Link that identifies the kind of problem.
    #[serde(default, rename = "type")]
    pub type_: Option<String>,
    /// Short text, the same for all problems of the kind.
    #[serde(default)]
    pub title: Option<String>,
    /// HTTP status, as the body repeats it.
    #[serde(default)]
    pub status: Option<i64>,
    /// Text on this occurrence.
    #[serde(default)]
    pub detail: Option<String>,
    /// Link that identifies this occurrence.
    #[serde(default)]
    pub instance: Option<String>,
}

impl user_directory_runtime::Problem for Problem {
    #[inline]
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        user_directory_runtime::json_problem(body)
    }

    #[inline]
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.code.to_string()))
    }

    #[inline]
    fn message(&self) -> Option<Cow<'_, str>> {
        self.detail.as_deref().or(self.title.as_deref()).map(Cow::Borrowed)
    }
}

user_directory_runtime::debug_only!(Problem [] [], this => name = this.name, code = this.code);
