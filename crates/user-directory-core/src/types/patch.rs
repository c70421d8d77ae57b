//! A partial update.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use user_directory_values::{Patch, Secret};

use super::{Email, PhoneKind, UserId};
use crate::capabilities::Field;

/// Describes a partial update: every field is kept, cleared or set.
///
/// In JSON a missing property keeps the field, `null` clears it, and a value sets it. [`Capabilities::update`] and
/// [`Capabilities::clear`] say what a directory can change; anything else fails before a request is sent. `Debug` shows
/// no personal data.
///
/// ```
/// use user_directory::UserPatch;
///
/// let patch = UserPatch::new().given_name("Ada").clear_family_name();
/// assert_eq!(serde_json::to_string(&patch)?, r#"{"given_name":"Ada","family_name":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// [`Capabilities::update`]: crate::Capabilities::update
/// [`Capabilities::clear`]: crate::Capabilities::clear
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UserPatch {
    /// The id that the caller's own system has for the person.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub external_id: Patch<String>,
    /// The name under which the person logs in.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub user_name: Patch<String>,
    /// The primary e-mail address.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub email: Patch<String>,
    /// The e-mail addresses after the primary one, all of them.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub other_emails: Patch<Vec<Email>>,
    /// The given name.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub given_name: Patch<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub family_name: Patch<String>,
    /// The name by which the person is shown.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub display_name: Patch<String>,
    /// The job title.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub title: Patch<String>,
    /// The department.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub department: Patch<String>,
    /// The id of the person's manager in this directory.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub manager: Patch<UserId>,
    /// The language and region, such as `en-GB`.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub locale: Patch<String>,
    /// The phone numbers by kind: a kind that is missing is kept, `None` clears it, `Some` sets it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub phones: BTreeMap<PhoneKind, Option<String>>,
    /// A new password, set by an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// What this provider alone has, by the provider's own names: a name that is missing is kept, `null` clears it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
}

/// Generates what is the same for all fields that are one string.
macro_rules! strings {
    ($($field:ident, $name:ident, $clear:ident, $what:literal;)+) => {
        impl UserPatch {
            $(
                #[doc = concat!("Sets ", $what, ".")]
                #[must_use]
                pub fn $name(mut self, value: impl Into<String>) -> Self {
                    self.$name = Patch::Value(value.into());
                    self
                }

                #[doc = concat!("Clears ", $what, ".")]
                #[must_use]
                pub fn $clear(mut self) -> Self {
                    self.$name = Patch::Null;
                    self
                }
            )+

            /// Returns the change of a field that is one string, the primary e-mail address included.
            pub fn string(&self, field: Field) -> Option<&Patch<String>> {
                match field {
                    $(Field::$field => Some(&self.$name),)+
                    Field::Email => Some(&self.email),
                    _ => None,
                }
            }

            /// Returns the change of a field that is one string, the primary e-mail address included, to be set.
            pub fn string_mut(&mut self, field: Field) -> Option<&mut Patch<String>> {
                match field {
                    $(Field::$field => Some(&mut self.$name),)+
                    Field::Email => Some(&mut self.email),
                    _ => None,
                }
            }
        }
    };
}
with_strings!(strings);

impl UserPatch {
    /// Starts with a patch that keeps everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the primary e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.email = Patch::Value(address.into());
        self
    }

    /// Clears the primary e-mail address.
    #[must_use]
    pub fn clear_email(mut self) -> Self {
        self.email = Patch::Null;
        self
    }

    /// Sets the e-mail addresses after the primary one; none clears them.
    #[must_use]
    pub fn other_emails(mut self, emails: impl IntoIterator<Item = Email>) -> Self {
        let emails: Vec<_> = emails.into_iter().collect();
        self.other_emails = if emails.is_empty() { Patch::Null } else { Patch::Value(emails) };
        self
    }

    /// Sets the person's manager.
    #[must_use]
    pub fn manager(mut self, id: UserId) -> Self {
        self.manager = Patch::Value(id);
        self
    }

    /// Says that the person has no manager.
    #[must_use]
    pub fn clear_manager(mut self) -> Self {
        self.manager = Patch::Null;
        self
    }

    /// Sets an attribute that this provider alone has; `null` clears it.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Sets the number of a kind.
    #[must_use]
    pub fn phone(mut self, kind: PhoneKind, number: impl Into<String>) -> Self {
        self.phones.insert(kind, Some(number.into()));
        self
    }

    /// Clears the number of a kind.
    #[must_use]
    pub fn clear_phone(mut self, kind: PhoneKind) -> Self {
        self.phones.insert(kind, None);
        self
    }

    /// Sets a new password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Returns whether the patch keeps everything.
    pub fn is_empty(&self) -> bool {
        self.set_fields().is_empty() && self.cleared_fields().is_empty()
    }

    /// Returns the fields that are set.
    pub fn set_fields(&self) -> Vec<Field> {
        self.fields(false)
    }

    /// Returns the fields that are cleared.
    pub fn cleared_fields(&self) -> Vec<Field> {
        self.fields(true)
    }

    /// Takes out what is set that is not among the fields `set`, and what is cleared that is not among `clear`; returns
    /// the fields it took out. Those of a directory are [`Capabilities::update`] and [`Capabilities::clear`].
    ///
    /// [`Capabilities::update`]: crate::Capabilities::update
    /// [`Capabilities::clear`]: crate::Capabilities::clear
    pub fn keep_only(&mut self, set: &[Field], clear: &[Field]) -> Vec<Field> {
        let before = (self.set_fields(), self.cleared_fields());
        let keeps = |cleared: bool, field: Field| if cleared { clear.contains(&field) } else { set.contains(&field) };
        for field in Field::ALL.iter().copied() {
            match field {
                Field::Phones => self.phones.retain(|_, number| keeps(number.is_none(), field)),
                Field::Attributes => self.attributes.retain(|_, value| keeps(value.is_null(), field)),
                Field::Password if !set.contains(&field) => self.password = None,
                Field::OtherEmails => keep(&mut self.other_emails, |cleared| keeps(cleared, field)),
                Field::Manager => keep(&mut self.manager, |cleared| keeps(cleared, field)),
                field => {
                    if let Some(patch) = self.string_mut(field) {
                        keep(patch, |cleared| keeps(cleared, field));
                    }
                }
            }
        }
        let (set, cleared) = (self.set_fields(), self.cleared_fields());
        let lost = |field: &Field| {
            before.0.contains(field) && !set.contains(field) || before.1.contains(field) && !cleared.contains(field)
        };
        Field::ALL.iter().copied().filter(lost).collect()
    }

    fn fields(&self, cleared: bool) -> Vec<Field> {
        let is = |field: &Field| match field {
            Field::OtherEmails => changes(&self.other_emails, cleared),
            Field::Manager => changes(&self.manager, cleared),
            Field::Phones => self.phones.values().any(|number| number.is_none() == cleared),
            Field::Password => self.password.is_some() && !cleared,
            Field::Attributes => self.attributes.values().any(|value| value.is_null() == cleared),
            field => self.string(*field).is_some_and(|patch| changes(patch, cleared)),
        };
        Field::ALL.iter().copied().filter(is).collect()
    }
}

/// Keeps the field as it is, unless its change may stay.
fn keep<T>(patch: &mut Patch<T>, may_stay: impl Fn(bool) -> bool) {
    if !patch.is_absent() && !may_stay(patch.is_null()) {
        *patch = Patch::Absent;
    }
}

/// Returns whether a patch clears its field, or sets it.
fn changes<T>(patch: &Patch<T>, cleared: bool) -> bool {
    match patch {
        Patch::Absent => false,
        Patch::Null => cleared,
        Patch::Value(_) => !cleared,
    }
}

impl fmt::Debug for UserPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserPatch")
            .field("set", &self.set_fields())
            .field("clear", &self.cleared_fields())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_keep_from_clear_from_set() {
        let json = r#"{"email":null,"given_name":"Ada","phones":{"mobile":"1","primary":null}}"#;
        let patch: UserPatch = serde_json::from_str(json).unwrap();
        assert_eq!(patch.set_fields(), [Field::GivenName, Field::Phones]);
        assert_eq!(patch.cleared_fields(), [Field::Email, Field::Phones]);
        assert_eq!(serde_json::to_string(&patch).unwrap(), json);
        assert!(!patch.is_empty() && UserPatch::new().is_empty());
        assert!(!format!("{patch:?}").contains("Ada"));
    }
}
