//! Small facts about a user: status, second factor, phone.

use std::fmt;

use serde::{Deserialize, Serialize};

open_enum! {
    /// Says where an account is in its life cycle.
    pub enum Status {
        /// The person can log in, unless the account is locked.
        Active = "active",
        /// The person was invited or has still to be activated.
        Pending = "pending",
        /// An administrator has taken the account out of use.
        Disabled = "disabled",
        /// The account is deleted, and the directory still knows it.
        Deleted = "deleted",
    }
}

open_enum! {
    /// Names a kind of second factor.
    pub enum MfaMethod {
        /// A code sent to a phone.
        Sms = "sms",
        /// A code computed from the time by an app.
        Totp = "totp",
        /// A YubiKey.
        Yubikey = "yubikey",
        /// A passkey.
        Passkey = "passkey",
    }
}

open_enum! {
    /// Names what a phone number is for.
    pub enum PhoneKind {
        /// Receives text messages.
        Mobile = "mobile",
        /// The number to call first.
        Primary = "primary",
        /// The number to call otherwise.
        Secondary = "secondary",
    }
}

/// Describes the second factor of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Mfa {
    /// Whether the person has set up a second factor.
    pub enrolled: bool,
    /// The kind of factor, if the directory returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<MfaMethod>,
}

impl Mfa {
    /// Says that a second factor is set up.
    pub fn enrolled(method: Option<MfaMethod>) -> Self {
        Self { enrolled: true, method }
    }

    /// Says that none is set up; `method` is the one that the person is to use.
    pub fn missing(method: Option<MfaMethod>) -> Self {
        Self { enrolled: false, method }
    }
}

/// A phone number. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Phone {
    /// What the number is for.
    pub kind: PhoneKind,
    /// The number, as the directory writes it.
    pub number: String,
}

impl Phone {
    /// Makes a phone number.
    pub fn new(kind: PhoneKind, number: impl Into<String>) -> Self {
        Self { kind, number: number.into() }
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phone").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_unknown_values() {
        let status: Status = serde_json::from_str("\"SUSPENDED\"").unwrap();
        assert_eq!(status, Status::Other("SUSPENDED".into()));
        assert_eq!(serde_json::to_string(&status).unwrap(), "\"SUSPENDED\"");
        for value in Status::KNOWN {
            assert!(!matches!(Status::from(*value), Status::Other(_)));
        }
    }
}
