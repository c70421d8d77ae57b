//! The Open Bank Project's error body.

use std::borrow::Cow;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;

/// A message that begins with a code such as `OBP-20001`.
///
/// The text after the code can name a person, so `Debug` prints the code only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// The whole message, code included.
    pub message: String,
}

impl Problem {
    /// Returns the code at the start of the message, such as `OBP-20001`; some messages have none.
    pub fn obp_code(&self) -> Option<&str> {
        let code = self.message.split_once(':').map_or(self.message.as_str(), |(code, _)| code);
        let digits = code.strip_prefix("OBP-")?;
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
    }
}

impl user_directory_runtime::Problem for Problem {
    #[inline]
    fn parse(_: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<Self> {
        user_directory_runtime::json_problem(body)
    }

    #[inline]
    fn code(&self) -> Option<Cow<'_, str>> {
        self.obp_code().map(Cow::Borrowed)
    }

    #[inline]
    fn message(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.message))
    }
}

user_directory_runtime::debug_only!(Problem [] [], this => code = this.obp_code());
