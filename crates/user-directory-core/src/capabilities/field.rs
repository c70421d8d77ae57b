//! Which fields of a user a directory knows.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names a field of [`User`](crate::User), [`NewUser`](crate::NewUser) or [`UserPatch`](crate::UserPatch).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Field {
    /// The name under which the person logs in.
    UserName,
    /// The e-mail address.
    Email,
    /// The given name.
    GivenName,
    /// The family name.
    FamilyName,
    /// The telephone numbers.
    Phones,
    /// The password, which no directory tells.
    Password,
    /// The second factor.
    Mfa,
    /// The roles.
    Roles,
    /// Where the account stands in its life; on enrolment, that it is not enabled.
    Status,
    /// Whether the account is locked.
    Locked,
    /// When the account was created.
    Created,
}

impl Field {
    /// All fields.
    pub const ALL: &'static [Self] = &[
        Self::UserName,
        Self::Email,
        Self::GivenName,
        Self::FamilyName,
        Self::Phones,
        Self::Password,
        Self::Mfa,
        Self::Roles,
        Self::Status,
        Self::Locked,
        Self::Created,
    ];

    /// Returns the name, which is that of the field in Rust and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UserName => "user_name",
            Self::Email => "email",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Phones => "phones",
            Self::Password => "password",
            Self::Mfa => "mfa",
            Self::Roles => "roles",
            Self::Status => "status",
            Self::Locked => "locked",
            Self::Created => "created",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
