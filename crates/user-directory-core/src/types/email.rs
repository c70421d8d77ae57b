//! E-mail addresses.

use std::fmt;

use serde::{Deserialize, Serialize};

open_enum! {
    /// Names what an e-mail address is for.
    pub enum EmailKind {
        /// The address at work.
        Work = "work",
        /// The private address.
        Home = "home",
    }
}

/// An e-mail address. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Email {
    /// The address, as the directory writes it.
    pub address: String,
    /// What the address is for, if the directory says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmailKind>,
}

impl Email {
    /// Makes an address of which nothing else is known.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), kind: None }
    }

    /// Sets what the address is for.
    #[must_use]
    pub fn kind(mut self, kind: EmailKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Returns whether this is the address, ASCII letter case aside.
    pub fn is(&self, address: &str) -> bool {
        self.address.eq_ignore_ascii_case(address)
    }
}

impl From<String> for Email {
    fn from(address: String) -> Self {
        Self::new(address)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Email").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Sets the primary address, which is the first one.
pub(crate) fn set_primary(emails: &mut Vec<Email>, address: String) {
    match emails.first_mut() {
        Some(primary) => primary.address = address,
        None => emails.push(Email::new(address)),
    }
}
