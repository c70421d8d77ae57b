//! A partial update.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use user_directory_values::{Patch, Secret};

use super::PhoneKind;
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
    /// The name under which the person logs in.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub user_name: Patch<String>,
    /// The main e-mail address.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub email: Patch<String>,
    /// The given name.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub given_name: Patch<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub family_name: Patch<String>,
    /// The telephone numbers by kind: a kind that is missing is kept, `None` clears it, `Some` sets it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub phones: BTreeMap<PhoneKind, Option<String>>,
    /// A new password, set by an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
}

/// Generates the setters of the fields.
macro_rules! setters {
    ($($field:ident, $clear:ident, $what:literal;)+) => {
        $(
            #[doc = concat!("Sets ", $what, ".")]
            #[must_use]
            pub fn $field(mut self, value: impl Into<String>) -> Self {
                self.$field = Patch::Value(value.into());
                self
            }

            #[doc = concat!("Clears ", $what, ".")]
            #[must_use]
            pub fn $clear(mut self) -> Self {
                self.$field = Patch::Null;
                self
            }
        )+
    };
}

impl UserPatch {
    /// Starts with a patch that keeps everything.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        user_name, clear_user_name, "the name under which the person logs in";
        email, clear_email, "the e-mail address";
        given_name, clear_given_name, "the given name";
        family_name, clear_family_name, "the family name";
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
        self.fields(|patch| matches!(patch, Patch::Value(_)), Option::is_some, self.password.is_some())
    }

    /// Returns the fields that are cleared.
    pub fn cleared_fields(&self) -> Vec<Field> {
        self.fields(Patch::is_null, Option::is_none, false)
    }

    fn fields(
        &self,
        of: impl Fn(&Patch<String>) -> bool,
        phone: impl Fn(&Option<String>) -> bool,
        password: bool,
    ) -> Vec<Field> {
        [
            (Field::UserName, of(&self.user_name)),
            (Field::Email, of(&self.email)),
            (Field::GivenName, of(&self.given_name)),
            (Field::FamilyName, of(&self.family_name)),
            (Field::Phones, self.phones.values().any(phone)),
            (Field::Password, password),
        ]
        .into_iter()
        .filter_map(|(field, is)| is.then_some(field))
        .collect()
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
