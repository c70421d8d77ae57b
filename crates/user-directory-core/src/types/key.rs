//! What a person is looked up by.

use std::fmt;

use super::User;
use crate::capabilities::Verb;

/// Says whom to find. `Debug` does not show the value.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Key {
    /// Those who have this e-mail address, be it the primary one or another, ASCII letter case aside.
    Email(String),
    /// Those who have this user name. Whether letter case counts is up to the directory.
    UserName(String),
    /// Those who have this id in another system, letter by letter.
    ExternalId(String),
}

impl Key {
    /// Returns the value to look for.
    pub fn value(&self) -> &str {
        match self {
            Self::Email(value) | Self::UserName(value) | Self::ExternalId(value) => value,
        }
    }

    /// Returns the verb that capabilities are told by.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Email(_) => Verb::FindByEmail,
            Self::UserName(_) => Verb::FindByUserName,
            Self::ExternalId(_) => Verb::FindByExternalId,
        }
    }

    /// Returns whether this is the key of a user, for directories that cannot search.
    pub fn is_of(&self, user: &User) -> bool {
        match self {
            Self::Email(address) => user.has_email(address),
            Self::UserName(name) => user.user_name.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name)),
            Self::ExternalId(id) => user.external_id.as_ref() == Some(id),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.verb()).finish()
    }
}
