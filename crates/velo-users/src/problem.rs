//! Velo's error body.

use std::borrow::Cow;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

use crate::types;

/// What Velo says of a failure: one entry for each thing that is wrong.
///
/// All documented statuses have this body. Its texts can name a person, so `Debug` prints codes only.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Problem {
    /// What is wrong. Never empty.
    pub errors: Vec<types::Error>,
    /// Id under which Velo's support finds the call.
    #[serde(default)]
    pub correlation_id: Option<String>,
}

impl user_directory_runtime::Problem for Problem {
    #[inline]
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        user_directory_runtime::json_problem(body).filter(|problem: &Self| !problem.errors.is_empty())
    }

    #[inline]
    fn code(&self) -> Option<Cow<'_, str>> {
        self.errors.iter().find_map(|error| error.error_code.as_deref()).map(Cow::Borrowed)
    }

    #[inline]
    fn message(&self) -> Option<Cow<'_, str>> {
        self.errors.iter().find_map(|error| error.error_message.as_deref()).map(Cow::Borrowed)
    }

    fn correlation_id(&self) -> Option<Cow<'_, str>> {
        self.correlation_id.as_deref().map(Cow::Borrowed)
    }
}

user_directory_runtime::debug_only!(Problem [] [], this =>
    codes = this.errors.iter().filter_map(|error| error.error_code.as_deref()).collect::<Vec<_>>(),
    correlation_id = this.correlation_id
);
