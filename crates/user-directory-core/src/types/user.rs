//! A person, as all directories can describe one.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::Record;
use super::{Email, Grant, Mfa, Phone, Status, UserId, set_primary};
use crate::capabilities::Field;

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
    /// The id that another system has for the person, for instance the one that they come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The name under which the person logs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The e-mail addresses; the first one is the primary one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// The given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The name by which the person is shown, if the directory keeps one. It is not made of the other names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The job title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The id of the person's manager in this directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<UserId>,
    /// The language and region, such as `en-GB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Where the account is in its life cycle. A lock is something else: see [`locked`](Self::locked).
    pub status: Status,
    /// Whether the account is in use, as an administrator decides it. A person who was invited can be disabled before
    /// they accept, so this is apart from [`status`](Self::status); an account that is [`Active`](Status::Active) is
    /// never disabled, and one that is [`Disabled`](Status::Disabled) always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
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
    /// When the account was changed last, for whatever reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<DateTime<Utc>>,
    /// When the person logged in last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_login: Option<DateTime<Utc>>,
    /// The version of the record, for changes that are to be made to this version alone: an HTTP entity tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The roles, if the answer that this user was read from has them. `None` is "not returned", an empty list "none";
    /// [`Directory::grants`](crate::Directory::grants) asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Grant>>,
    /// What only this provider returns, by the provider's own names: see
    /// [`Capabilities::attributes`](crate::Capabilities::attributes).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
    #[serde(skip)]
    #[cfg_attr(feature = "schemars", schemars(skip))]
    record: Record,
}

impl User {
    /// Makes a user with only these; set the other fields afterwards.
    pub fn new(id: UserId, status: Status) -> Self {
        Self {
            id,
            external_id: None,
            user_name: None,
            emails: Vec::new(),
            given_name: None,
            family_name: None,
            display_name: None,
            title: None,
            department: None,
            manager: None,
            locale: None,
            phones: Vec::new(),
            status,
            enabled: None,
            locked: None,
            mfa: None,
            created: None,
            modified: None,
            last_login: None,
            version: None,
            roles: None,
            attributes: BTreeMap::new(),
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

    /// Returns the provider's own record as JSON, if there is one. Each call converts it again.
    ///
    /// A user that was fetched alone keeps what the server sent; one from a list may lack properties that the record's
    /// type does not know.
    pub fn raw(&self) -> Option<serde_json::Value> {
        self.record.raw()
    }

    /// Returns the primary e-mail address.
    pub fn email(&self) -> Option<&str> {
        self.emails.first().map(|email| email.address.as_str())
    }

    /// Sets the primary e-mail address.
    pub fn set_email(&mut self, address: impl Into<String>) {
        set_primary(&mut self.emails, address.into());
    }

    /// Returns whether the person can log in, as far as the directory says: active, not disabled, and not known to be
    /// locked.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active && self.enabled != Some(false) && self.locked != Some(true)
    }

    /// Returns whether the account is known to be disabled.
    pub fn is_disabled(&self) -> bool {
        self.status == Status::Disabled || self.enabled == Some(false)
    }

    /// Returns whether this is one of the person's e-mail addresses, ASCII letter case aside.
    pub fn has_email(&self, email: &str) -> bool {
        self.emails.iter().any(|own| own.is(email))
    }
}

/// Generates access to the fields that are one string.
macro_rules! access {
    ($($field:ident, $name:ident, $clear:ident, $what:literal;)+) => {
        impl User {
            /// Returns a field that is one string; of the e-mail addresses the primary one.
            pub fn string(&self, field: Field) -> Option<&str> {
                match field {
                    $(Field::$field => self.$name.as_deref(),)+
                    Field::Email => self.email(),
                    _ => None,
                }
            }

            pub(crate) fn string_field_mut(&mut self, field: Field) -> Option<&mut Option<String>> {
                match field {
                    $(Field::$field => Some(&mut self.$name),)+
                    _ => None,
                }
            }
        }
    };
}
with_strings!(access);

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("locked", &self.locked)
            .finish_non_exhaustive()
    }
}
