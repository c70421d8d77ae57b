//! What all providers know of a person.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Number of a person inside the sandbox; no provider shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct PersonId(pub(crate) u32);

/// The facts that all projections share. A change made through one provider is seen through the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) given_name: String,
    pub(crate) family_name: String,
    /// As it was written; compared without case.
    pub(crate) email: Option<String>,
    /// Main phone number.
    pub(crate) phone: Option<String>,
    /// Number that messages go to.
    pub(crate) mobile: Option<String>,
    /// Name of the company the person works for.
    pub(crate) company: Option<String>,
}

impl Facts {
    /// Returns given and family name with a space between, without those that are empty.
    pub(crate) fn full_name(&self) -> String {
        [self.given_name.as_str(), self.family_name.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// One person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) facts: Facts,
    /// When the first provider learned of them.
    pub(crate) created: DateTime<Utc>,
}

/// Returns the form of an e-mail address by which people are told apart.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}
