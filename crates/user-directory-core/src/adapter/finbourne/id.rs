//! What an id of a user looks like.

use std::str::FromStr;

/// An id that can be one of a user. What cannot is never sent: beside the users, the same path has `schema`, which a
/// server may take in any letter case.
#[derive(Clone)]
pub(super) struct Id(pub(super) String);

impl FromStr for Id {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let id = (1..=64).contains(&text.len()) && text.bytes().all(allowed);
        (id && !text.eq_ignore_ascii_case("schema")).then(|| Self(text.to_owned())).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_user_is_no_id() {
        for text in ["00u1abcDEF", "a-b_c", "schemas"] {
            assert!(text.parse::<Id>().is_ok(), "{text}");
        }
        for text in ["schema", "Schema", "$runnable", "a/b", "a b", "é", "", &"a".repeat(65)] {
            assert!(text.parse::<Id>().is_err(), "{text}");
        }
    }
}
