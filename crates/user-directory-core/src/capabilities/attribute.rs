//! What one provider alone has.

use std::borrow::Cow;

use serde::Serialize;

/// An entry of [`User::attributes`](crate::User::attributes).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Attribute {
    /// The provider's name of it.
    pub name: Cow<'static, str>,
    /// Whether it can be given, on enrolment and in updates, where these take
    /// [`Field::Attributes`](crate::Field::Attributes).
    pub writable: bool,
}

impl Attribute {
    /// Makes an attribute that can only be read.
    pub const fn read_only(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), writable: false }
    }

    /// Makes an attribute that can be given as well.
    pub const fn writable(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), writable: true }
    }
}
