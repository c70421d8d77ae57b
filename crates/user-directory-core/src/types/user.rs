//! A person, as all directories can describe one.

use std::any::Any;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::record::Record;
use super::{Grant, Mfa, Phone, Status, UserId};

/// Describes a person as a directory knows them.
///
/// `None` means that the directory does not have the fact or did not tell it; [`Capabilities::read`] says which fields
/// a directory can tell at all. What the provider says beyond these fields stays reachable: typed by
/// [`record`](Self::record), as JSON by [`raw`](Self::raw).
///
/// `Debug` shows the id, the status and whether the account is locked, and no personal data. Serialization writes the
/// fields, and not the provider's record; equality compares the fields alone, too.
///
/// [`Capabilities::read`]: crate::Capabilities::read
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct User {
    /// The id in this directory.
    pub id: UserId,
    /// The name under which the person logs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The main e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The telephone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Where the account stands in its life. A lock is something else: see [`locked`](Self::locked).
    pub status: Status,
    /// Whether the account is locked, by an administrator or after failed logins. An account can be locked whatever
    /// its status is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<bool>,
    /// The state of the second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<Mfa>,
    /// When the account was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<DateTime<Utc>>,
    /// The roles, if the answer that this user was read from told them. `None` is "not told", an empty list "none";
    /// [`Directory::grants`](crate::Directory::grants) asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Grant>>,
    #[serde(skip)]
    #[cfg_attr(feature = "schemars", schemars(skip))]
    record: Record,
}

impl User {
    /// Makes a user of whom nothing else is known yet; set the other fields afterwards.
    pub fn new(id: UserId, status: Status) -> Self {
        Self {
            id,
            user_name: None,
            email: None,
            given_name: None,
            family_name: None,
            phones: Vec::new(),
            status,
            locked: None,
            mfa: None,
            created: None,
            roles: None,
            record: Record::default(),
        }
    }

    /// Keeps the provider's own record. It is moved in, and made JSON of only when [`raw`](Self::raw) is called.
    #[must_use]
    pub fn with_record<T: Serialize + Send + Sync + 'static>(mut self, record: T) -> Self {
        self.record = Record::new(record);
        self
    }

    /// Keeps the provider's own record together with the body it was read from, so that [`raw`](Self::raw) also has
    /// the properties that the record's type does not know. The body must be that of this user alone.
    #[must_use]
    pub fn with_answer<T: Serialize + Send + Sync + 'static>(mut self, record: T, body: bytes::Bytes) -> Self {
        self.record = Record::new(record).with_body(body);
        self
    }

    /// Keeps the body that this user was read from, as a record of type `T`.
    #[cfg_attr(not(feature = "_provider"), allow(dead_code))]
    #[must_use]
    pub(crate) fn with_body<T>(mut self, body: bytes::Bytes) -> Self
    where
        T: serde::de::DeserializeOwned + Send + Sync + 'static,
    {
        self.record = Record::of_body::<T>(body);
        self
    }

    /// Returns the provider's own record, if there is one and this is its type: `user.record::<velo::types::UserResponse>()`.
    ///
    /// That of a user who was fetched alone is read from the server's answer at the first call.
    pub fn record<T: Any>(&self) -> Option<&T> {
        self.record.typed()
    }

    /// Returns the provider's own record as JSON, if there is one. It is converted anew at each call.
    ///
    /// A user that was fetched alone keeps what the server sent; one from a list may lack properties that the record's
    /// type does not know.
    pub fn raw(&self) -> Option<serde_json::Value> {
        self.record.raw()
    }

    /// Returns whether the person can log in, as far as the directory tells: active and not known to be locked.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active && self.locked != Some(true)
    }

    /// Returns whether this is the person's e-mail address, ASCII letter case aside.
    pub fn has_email(&self, email: &str) -> bool {
        self.email.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(email))
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("locked", &self.locked)
            .finish_non_exhaustive()
    }
}
