//! A person to be enrolled.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use user_directory_values::Secret;

use super::{Email, Grant, MfaMethod, Phone, PhoneKind, User, UserId, set_primary};
use crate::capabilities::{Attribute, Field, Verb};

/// Describes a person to be created or invited.
///
/// [`Capabilities::create`] and [`Capabilities::invite`] say which fields a directory takes and which it must have. A
/// field that it cannot take fails the call before anything is sent, so that nothing is lost silently;
/// [`keep_only`](Self::keep_only) takes such fields out and returns which. `Debug` shows no personal data. Serialization
/// writes the password: do not serialize a new user into a log.
///
/// [`Capabilities::create`]: crate::Capabilities::create
/// [`Capabilities::invite`]: crate::Capabilities::invite
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NewUser {
    /// The id that the caller's own system has for the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The name under which the person will log in.
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
    /// The name by which the person is to be shown.
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
    /// The first password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The second factor that the person is to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<MfaMethod>,
    /// The roles to begin with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Grant>,
    /// Whether the account is to be in use; `None` and `true` leave it to the directory. `false` is
    /// [`Field::Enabled`] to the capabilities, so that a directory which would let the person in refuses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// What this provider alone has, by the provider's own names: see
    /// [`Capabilities::attributes`](crate::Capabilities::attributes).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
}

/// Generates what is the same for all fields that are one string.
macro_rules! strings {
    ($($field:ident, $name:ident, $clear:ident, $what:literal;)+) => {
        impl NewUser {
            $(
                #[doc = concat!("Sets ", $what, ".")]
                #[must_use]
                pub fn $name(mut self, value: impl Into<String>) -> Self {
                    self.$name = Some(value.into());
                    self
                }
            )+

            /// Returns a field that is one string; of the e-mail addresses the primary one.
            pub fn string(&self, field: Field) -> Option<&str> {
                match field {
                    $(Field::$field => self.$name.as_deref(),)+
                    Field::Email => Some(&self.emails.first()?.address),
                    _ => None,
                }
            }

            fn string_field(&mut self, field: Field) -> Option<&mut Option<String>> {
                match field {
                    $(Field::$field => Some(&mut self.$name),)+
                    _ => None,
                }
            }

            /// Returns the fields that are set.
            pub fn fields(&self) -> Vec<Field> {
                let is_set = |field: &Field| match field {
                    $(Field::$field => self.$name.is_some(),)+
                    Field::Email => !self.emails.is_empty(),
                    Field::OtherEmails => self.emails.len() > 1,
                    Field::Manager => self.manager.is_some(),
                    Field::Phones => !self.phones.is_empty(),
                    Field::Password => self.password.is_some(),
                    Field::Mfa => self.mfa.is_some(),
                    Field::Roles => !self.roles.is_empty(),
                    Field::Enabled => self.enabled == Some(false),
                    Field::Attributes => !self.attributes.is_empty(),
                    Field::Status
                    | Field::Locked
                    | Field::Created
                    | Field::Modified
                    | Field::LastLogin
                    | Field::Version => false,
                };
                Field::ALL.iter().copied().filter(is_set).collect()
            }
        }
    };
}
with_strings!(strings);

impl NewUser {
    /// Starts with the one thing that nearly every directory needs, an e-mail address.
    pub fn new(email: impl Into<String>) -> Self {
        Self::default().email(email)
    }

    /// Sets the primary e-mail address.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        set_primary(&mut self.emails, address.into());
        self
    }

    /// Adds an e-mail address after those that are there; without any it is the primary one.
    #[must_use]
    pub fn add_email(mut self, email: Email) -> Self {
        self.emails.push(email);
        self
    }

    /// Sets the person's manager.
    #[must_use]
    pub fn manager(mut self, id: UserId) -> Self {
        self.manager = Some(id);
        self
    }

    /// Sets an attribute that this provider alone has.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, phone: Phone) -> Self {
        self.phones.push(phone);
        self
    }

    /// Sets the first password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the second factor that the person is to use.
    #[must_use]
    pub fn mfa(mut self, method: MfaMethod) -> Self {
        self.mfa = Some(method);
        self
    }

    /// Adds a role to begin with.
    #[must_use]
    pub fn role(mut self, role: Grant) -> Self {
        self.roles.push(role);
        self
    }

    /// Sets whether the account is to be in use.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Takes out every field that is not among these, and returns those it took out: the report of a copy from one
    /// directory into another.
    pub fn keep_only(&mut self, allowed: &[Field]) -> Vec<Field> {
        let before = self.fields();
        for field in before.iter().filter(|field| !allowed.contains(field)) {
            match field {
                Field::Email => self.emails.clear(),
                Field::OtherEmails => self.emails.truncate(1),
                Field::Manager => self.manager = None,
                Field::Phones => self.phones.clear(),
                Field::Password => self.password = None,
                Field::Mfa => self.mfa = None,
                Field::Roles => self.roles.clear(),
                Field::Enabled => self.enabled = None,
                Field::Attributes => self.attributes.clear(),
                field => {
                    if let Some(value) = self.string_field(*field) {
                        *value = None;
                    }
                }
            }
        }
        let left = self.fields();
        before.into_iter().filter(|field| !left.contains(field)).collect()
    }

    /// Leaves the attributes that a directory takes, and returns the names of those it took out. No attributes means
    /// any: see [`Capabilities::attributes`](crate::Capabilities::attributes).
    pub fn keep_attributes(&mut self, attributes: &[Attribute]) -> Vec<String> {
        let writable = |name: &String| attributes.iter().any(|attribute| attribute.writable && attribute.name == *name);
        let keeps = |name: &String| attributes.is_empty() || writable(name);
        let mut lost = Vec::new();
        self.attributes.retain(|name, _| {
            let keep = keeps(name);
            lost.extend((!keep).then(|| name.clone()));
            keep
        });
        lost
    }

    /// Leaves one phone number of each of these kinds, and returns the kinds of those it took out. No kinds means
    /// any: see [`Capabilities::phones`](crate::Capabilities::phones).
    pub fn keep_phones(&mut self, kinds: &[PhoneKind]) -> Vec<PhoneKind> {
        let mut seen = Vec::new();
        let lost = self.phones.extract_if(.., |phone| {
            let keep = kinds.is_empty() || kinds.contains(&phone.kind) && !seen.contains(&phone.kind);
            seen.push(phone.kind.clone());
            !keep
        });
        lost.map(|phone| phone.kind).collect()
    }
}

/// Copies what can be enrolled elsewhere: names, addresses, phones, the second factor, the roles that are known, and
/// that an account is disabled. What means something in this directory alone stays behind: the id, the manager's id and
/// the attributes of this provider.
impl From<&User> for NewUser {
    fn from(user: &User) -> Self {
        Self {
            external_id: user.external_id.clone(),
            user_name: user.user_name.clone(),
            emails: user.emails.clone(),
            given_name: user.given_name.clone(),
            family_name: user.family_name.clone(),
            display_name: user.display_name.clone(),
            title: user.title.clone(),
            department: user.department.clone(),
            manager: None,
            locale: user.locale.clone(),
            phones: user.phones.clone(),
            password: None,
            mfa: user.mfa.as_ref().and_then(|mfa| mfa.method.clone()),
            roles: user.roles.iter().flatten().map(|grant| Grant { grant_id: None, ..grant.clone() }).collect(),
            enabled: user.is_disabled().then_some(false),
            attributes: BTreeMap::new(),
        }
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("fields", &self.fields()).finish_non_exhaustive()
    }
}

/// What came of an enrolment.
// Enrolments are few and short-lived: a box would cost an allocation and gain nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Enrolment {
    /// The person exists now.
    Created(User),
    /// An invitation is on its way.
    Invited {
        /// The id of the person, if the provider returns it at this point;
        /// [`Directory::find_by_email`](crate::Directory::find_by_email) finds it otherwise.
        id: Option<UserId>,
    },
}

impl Enrolment {
    /// Returns the id of the person, if there is one yet.
    pub fn id(&self) -> Option<&UserId> {
        match self {
            Self::Created(user) => Some(&user.id),
            Self::Invited { id } => id.as_ref(),
        }
    }
}

/// In which way a person is enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnrolMode {
    /// The account exists at once.
    Create,
    /// The person gets an invitation and completes the account.
    Invite,
}

impl EnrolMode {
    /// Returns the verb under which capabilities list it.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Create => Verb::Create,
            Self::Invite => Verb::Invite,
        }
    }
}
