//! The id of a person in one directory.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Identifies a person in one directory; means nothing in another one.
///
/// The text is opaque. It is never empty, `.` or `..`, and has no control characters: such a value cannot be a segment
/// of a path, and stands for a mistake that is better found early. `Debug` and `Display` show it, since logs are
/// useless without; no provider of this project makes ids out of personal data.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schemars", schemars(with = "String"))]
pub struct UserId(Box<str>);

/// Says why a string is no id. It does not hold the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidUserId {
    /// There is no text.
    #[error("a user id is not empty")]
    Empty,
    /// The text is `.` or `..`.
    #[error("a user id is not `.` or `..`")]
    DotSegment,
    /// The text has a control character.
    #[error("a user id has no control characters")]
    ControlCharacter,
}

impl UserId {
    /// Takes a string as an id.
    ///
    /// # Errors
    ///
    /// Fails if the text is empty, `.` or `..`, or has a control character.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidUserId> {
        let text = text.into();
        match text.as_str() {
            "" => Err(InvalidUserId::Empty),
            "." | ".." => Err(InvalidUserId::DotSegment),
            _ if !is_plain(&text) && text.chars().any(char::is_control) => Err(InvalidUserId::ControlCharacter),
            _ => Ok(Self(text.into_boxed_str())),
        }
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns whether a string is printable ASCII, as nearly all ids are, without looking at its characters one by one.
fn is_plain(text: &str) -> bool {
    text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'))
}

impl fmt::Debug for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for UserId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserId {
    type Err = InvalidUserId;

    fn from_str(text: &str) -> Result<Self, InvalidUserId> {
        Self::new(text)
    }
}

impl TryFrom<String> for UserId {
    type Error = InvalidUserId;

    fn try_from(text: String) -> Result<Self, InvalidUserId> {
        Self::new(text)
    }
}

impl TryFrom<&str> for UserId {
    type Error = InvalidUserId;

    fn try_from(text: &str) -> Result<Self, InvalidUserId> {
        Self::new(text)
    }
}

impl From<&UserId> for UserId {
    fn from(id: &UserId) -> Self {
        id.clone()
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.0.into_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_cannot_be_a_path_segment() {
        for (text, reason) in [
            ("", InvalidUserId::Empty),
            (".", InvalidUserId::DotSegment),
            ("..", InvalidUserId::DotSegment),
            ("a\nb", InvalidUserId::ControlCharacter),
            ("\u{7f}", InvalidUserId::ControlCharacter),
            ("\u{80}", InvalidUserId::ControlCharacter),
            ("é\u{9f}", InvalidUserId::ControlCharacter),
        ] {
            assert_eq!(UserId::new(text), Err(reason));
            assert!(serde_json::from_value::<UserId>(text.into()).is_err());
        }
        for text in ["a", "...", "a/b", "é", "\u{a0}", " ~", "00u1"] {
            let id = UserId::new(text).unwrap();
            assert_eq!(id.as_str(), text);
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(serde_json::from_str::<UserId>(&json).unwrap(), id);
        }
    }
}
