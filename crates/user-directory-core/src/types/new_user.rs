//! A person to be enrolled.

use std::fmt;

use serde::{Deserialize, Serialize};
use user_directory_values::Secret;

use super::{Grant, MfaMethod, Phone, PhoneKind, Status, User, UserId};
use crate::capabilities::{Field, Verb};

/// Describes a person to be created or invited.
///
/// [`Capabilities::create`] and [`Capabilities::invite`] say which fields a directory takes and which it must have. A
/// field that it cannot take fails the call before anything is sent, so that nothing is lost silently;
/// [`keep_only`](Self::keep_only) takes such fields out and tells which. `Debug` shows no personal data. Serialization
/// writes the password: do not serialize a new user into a log.
///
/// [`Capabilities::create`]: crate::Capabilities::create
/// [`Capabilities::invite`]: crate::Capabilities::invite
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct NewUser {
    /// The name under which the person will log in.
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
    /// The first password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// The second factor that the person is to use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<MfaMethod>,
    /// The roles to begin with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Grant>,
    /// Whether the person can log in once they are enrolled; `None` and `true` leave it to the directory. `false` is
    /// [`Field::Status`] to the capabilities, so that a directory which would let the person in refuses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

/// Generates the setters of the optional strings.
macro_rules! setters {
    ($($(#[$meta:meta])* $field:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[must_use]
            pub fn $field(mut self, value: impl Into<String>) -> Self {
                self.$field = Some(value.into());
                self
            }
        )+
    };
}

impl NewUser {
    /// Starts with the one thing that nearly every directory needs, an e-mail address.
    pub fn new(email: impl Into<String>) -> Self {
        Self::default().email(email)
    }

    setters! {
        /// Sets the name under which the person will log in.
        user_name,
        /// Sets the e-mail address.
        email,
        /// Sets the given name.
        given_name,
        /// Sets the family name.
        family_name,
    }

    /// Adds a telephone number.
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

    /// Sets whether the person can log in once they are enrolled.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Returns the fields that are set.
    pub fn fields(&self) -> Vec<Field> {
        Field::ALL
            .iter()
            .copied()
            .filter(|field| match field {
                Field::UserName => self.user_name.is_some(),
                Field::Email => self.email.is_some(),
                Field::GivenName => self.given_name.is_some(),
                Field::FamilyName => self.family_name.is_some(),
                Field::Phones => !self.phones.is_empty(),
                Field::Password => self.password.is_some(),
                Field::Mfa => self.mfa.is_some(),
                Field::Roles => !self.roles.is_empty(),
                Field::Status => self.enabled == Some(false),
                Field::Locked | Field::Created => false,
            })
            .collect()
    }

    /// Takes out every field that is not among these, and returns those it took out: the report of a copy from one
    /// directory into another.
    pub fn keep_only(&mut self, allowed: &[Field]) -> Vec<Field> {
        let mut lost = self.fields();
        lost.retain(|field| !allowed.contains(field));
        for field in &lost {
            match field {
                Field::UserName => self.user_name = None,
                Field::Email => self.email = None,
                Field::GivenName => self.given_name = None,
                Field::FamilyName => self.family_name = None,
                Field::Phones => self.phones.clear(),
                Field::Password => self.password = None,
                Field::Mfa => self.mfa = None,
                Field::Roles => self.roles.clear(),
                Field::Status => self.enabled = None,
                Field::Locked | Field::Created => {}
            }
        }
        lost
    }

    /// Leaves one telephone number of each of these kinds, and returns the kinds of those it took out. No kinds means
    /// any: see [`Capabilities::phones`](crate::Capabilities::phones).
    pub fn keep_phones(&mut self, kinds: &[PhoneKind]) -> Vec<PhoneKind> {
        let (mut kept, mut lost) = (Vec::new(), Vec::new());
        self.phones.retain(|phone| {
            let keep = kinds.is_empty() || kinds.contains(&phone.kind) && !kept.contains(&phone.kind);
            let list = if keep { &mut kept } else { &mut lost };
            list.push(phone.kind.clone());
            keep
        });
        lost
    }
}

/// Takes over what can be enrolled elsewhere: names, addresses, telephones, the second factor and the roles that are
/// known. Id, status, lock and password do not travel.
impl From<&User> for NewUser {
    fn from(user: &User) -> Self {
        Self {
            user_name: user.user_name.clone(),
            email: user.email.clone(),
            given_name: user.given_name.clone(),
            family_name: user.family_name.clone(),
            phones: user.phones.clone(),
            password: None,
            mfa: user.mfa.as_ref().and_then(|mfa| mfa.method.clone()),
            roles: user.roles.iter().flatten().map(|grant| Grant { grant_id: None, ..grant.clone() }).collect(),
            enabled: (user.status == Status::Disabled).then_some(false),
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
        /// The id of the person, if the provider tells it at this point;
        /// [`Directory::find_by_email`](crate::Directory::find_by_email) finds it otherwise.
        id: Option<UserId>,
    },
}

impl Enrolment {
    /// Returns the id of the person, if it is known yet.
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
    /// Returns the verb that capabilities are told by.
    pub const fn verb(self) -> Verb {
        match self {
            Self::Create => Verb::Create,
            Self::Invite => Verb::Invite,
        }
    }
}
