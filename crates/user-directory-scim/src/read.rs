//! A SCIM user as a user of a directory.

use chrono::{DateTime, Utc};
use scim_v2::models::enterprise_user::EnterpriseUser;
use scim_v2::{Asserted, ScimDateTime, schema_urns};

use super::error::ReadError;
use super::resource::{Account, Resource, UserNameFrom};
use super::{emails, phones};
use user_directory_core::{Email, Grant, Mfa, NewUser, Phone, Secret, Status, User, UserId};

/// What Entra ID writes for the type of each role. It is no scope, as which other types are read: a role whose scope
/// got lost would hold everywhere.
const LABEL: &str = "WindowsAzureActiveDirectoryRole";

/// Returns what `active` says of an account: whoever was invited can come in, so they are enabled.
pub(super) fn is_enabled(status: &Status, enabled: Option<bool>, locked: Option<bool>) -> bool {
    matches!(status, Status::Active | Status::Pending) && enabled != Some(false) && locked != Some(true)
}

/// What was read, and what found no place in it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Read<T> {
    /// What was read.
    pub value: T,
    /// The attributes that have a value and found no place. Empty if nothing was lost.
    pub left: Vec<&'static str>,
}

impl Resource {
    /// Reads a user as a directory knows one.
    ///
    /// `active` is the standard's own word and wins over the extension, for a client that does not know the extension
    /// sends it back as it was: `true` unlocks and enables, `false` disables who would be active otherwise. A phone
    /// number loses its scheme `tel:`.
    ///
    /// # Errors
    ///
    /// Fails if there is no valid `id`, if neither `active` nor the extension tells the status, or if a value is not one
    /// that its attribute can have.
    pub fn to_user(&self) -> Result<Read<User>, ReadError> {
        self.check()?;
        let id = self.id()?;
        let (status, enabled, locked) = self.status()?;
        let account = self.account();
        let mut user = User::new(id, status);
        user.external_id = self.core.external_id.clone().into_option();
        user.user_name = self.real_user_name();
        user.emails = self.emails(&[])?;
        user.given_name = self.given_name().into_option();
        user.family_name = self.family_name().into_option();
        user.display_name = self.core.display_name.clone().into_option();
        user.title = self.core.title.clone().into_option();
        user.department = self.department().into_option();
        user.manager = self.manager()?.into_option();
        user.locale = self.core.locale.clone().into_option();
        user.phones = self.phones(&[])?;
        user.enabled = enabled;
        user.locked = locked;
        user.mfa = account.and_then(|account| account.mfa.as_option()).map(|mfa| match mfa.enrolled {
            Some(true) => Mfa::enrolled(mfa.method.clone()),
            _ => Mfa::missing(mfa.method.clone()),
        });
        let meta = self.core.meta.as_ref();
        user.created = time("meta.created", meta.and_then(|meta| meta.created.as_ref()))?;
        user.modified = time("meta.lastModified", meta.and_then(|meta| meta.last_modified.as_ref()))?;
        user.version = meta.and_then(|meta| meta.version.clone());
        user.last_login = account.and_then(|account| account.last_login);
        user.roles = self.user_roles()?;
        user.attributes = account.map(|account| account.attributes.clone()).unwrap_or_default();
        Ok(Read { value: user, left: self.left() })
    }

    /// Reads a person to be enrolled, from the body of a `POST`. What is read-only is ignored, as RFC 7644, 3.3 has it.
    ///
    /// `active: false` is [`enabled(false)`](NewUser::enabled): a directory that cannot enrol somebody without access
    /// refuses them. `userName` is taken for the user name even if it is the e-mail address;
    /// [`NewUser::keep_only`] takes it out for a directory that has none.
    ///
    /// # Errors
    ///
    /// Fails if `userName` is missing, or if a value is not one that its attribute can have.
    pub fn to_new_user(&self) -> Result<Read<NewUser>, ReadError> {
        self.check()?;
        if self.core.user_name.is_empty() {
            return Err(ReadError::Missing { attribute: "userName" });
        }
        let mut new = NewUser::default();
        new.external_id = self.core.external_id.clone().into_option();
        new.user_name = self.real_user_name();
        new.emails = self.emails(&[])?;
        new.given_name = self.given_name().into_option();
        new.family_name = self.family_name().into_option();
        new.display_name = self.core.display_name.clone().into_option();
        new.title = self.core.title.clone().into_option();
        new.department = self.department().into_option();
        new.manager = self.manager()?.into_option();
        new.locale = self.core.locale.clone().into_option();
        new.phones = self.phones(&[])?;
        new.password = self.core.password.as_deref().map(Secret::from);
        new.mfa = self.account().and_then(|account| account.mfa.as_option()?.method.clone());
        new.roles = self.roles(&[])?;
        new.enabled = self.core.active.as_option().copied();
        new.attributes = self.account().map(|account| account.attributes.clone()).unwrap_or_default();
        Ok(Read { value: new, left: self.left() })
    }

    /// Refuses what says that it is something else than a user.
    pub(super) fn check(&self) -> Result<(), ReadError> {
        if self.core.schemas.is_empty() { Ok(()) } else { self.require_schema() }
    }

    fn id(&self) -> Result<UserId, ReadError> {
        let attribute = "id";
        let id = self.core.id.as_ref().ok_or(ReadError::Missing { attribute })?;
        UserId::new(id.as_str()).map_err(|source| ReadError::Invalid { attribute, source: Some(source.into()) })
    }

    /// Brings `active` and the extension together: the status, whether the account is enabled, whether it is locked.
    fn status(&self) -> Result<(Status, Option<bool>, Option<bool>), ReadError> {
        let account = self.account();
        let status = account.and_then(|account| account.status.as_option().cloned());
        let enabled = account.and_then(|account| account.enabled);
        let locked = account.and_then(|account| account.locked.as_option().copied());
        let Some(active) = self.core.active.as_option().copied() else {
            let status = status.ok_or(ReadError::Missing { attribute: "active" })?;
            return Ok((status, enabled, locked));
        };
        Ok(match status {
            Some(status) if active == is_enabled(&status, enabled, locked) => (status, enabled, locked),
            // Whoever has not accepted the invitation has still to accept it.
            Some(Status::Pending) if active => (Status::Pending, enabled.map(|_| true), locked.map(|_| false)),
            Some(Status::Pending) => (Status::Pending, Some(false), locked),
            _ if active => (Status::Active, enabled.map(|_| true), locked.map(|_| false)),
            _ => (Status::Disabled, enabled.map(|_| false), locked),
        })
    }

    /// Returns the user name, unless something else stands for it.
    fn real_user_name(&self) -> Option<String> {
        let name = &self.core.user_name;
        let stands_in = match self.account().and_then(|account| account.user_name_from) {
            Some(UserNameFrom::Email) => self.core.emails.iter().any(|email| email.value.as_ref() == Some(name)),
            Some(UserNameFrom::Id) => self.core.id.as_ref() == Some(name),
            None => false,
        };
        (!stands_in && !name.is_empty()).then(|| name.clone())
    }

    /// Returns the addresses. Their kinds come from the extension, or else from what the person has now.
    pub(super) fn emails(&self, current: &[Email]) -> Result<Vec<Email>, ReadError> {
        emails::read(self.core.emails.as_slice(), self.account().map_or(current, |account| &account.emails))
    }

    pub(super) fn department(&self) -> Asserted<String> {
        part(&self.core.enterprise_user, |enterprise| &enterprise.department)
    }

    pub(super) fn manager(&self) -> Result<Asserted<UserId>, ReadError> {
        let manager = part(&self.core.enterprise_user, |enterprise| &enterprise.manager);
        let attribute = "manager.value";
        let invalid = |source| ReadError::Invalid { attribute, source: Some(Box::new(source)) };
        Ok(match part(&manager, |manager| &manager.value) {
            Asserted::Absent => Asserted::Absent,
            Asserted::Nulled => Asserted::Nulled,
            Asserted::Set(id) => Asserted::Set(UserId::new(id).map_err(invalid)?),
        })
    }

    pub(super) fn given_name(&self) -> Asserted<String> {
        part(&self.core.name, |name| &name.given_name)
    }

    pub(super) fn family_name(&self) -> Asserted<String> {
        part(&self.core.name, |name| &name.family_name)
    }

    /// Returns the numbers, whose kinds come from the extension, or else from what the person has now.
    pub(super) fn phones(&self, current: &[Phone]) -> Result<Vec<Phone>, ReadError> {
        let primary = self.core.phone_numbers.iter().filter(|phone| phone.primary == Some(true));
        if primary.count() > 1 {
            return Err(ReadError::TwoPrimaries { attribute: "phoneNumbers" });
        }
        phones::read(self.core.phone_numbers.as_slice(), self.account().map_or(current, |account| &account.phones))
    }

    /// Returns the roles, as the resource says them, with the ids that the extension knows.
    pub(super) fn roles(&self, current: &[Grant]) -> Result<Vec<Grant>, ReadError> {
        let grant_ids = self.account().map(|account| &account.grant_ids[..]);
        let mut ids: Vec<_> = grant_ids.unwrap_or_default().iter().collect();
        let mut grants = Vec::new();
        for role in self.core.roles.iter() {
            let name = role.value.as_ref().ok_or_else(|| ReadError::invalid("roles.value"))?;
            let mut scopes = vec![role.r#type.clone()];
            if role.r#type.as_deref() == Some(LABEL) {
                // Whoever has the role keeps it in each of its scopes.
                scopes = current.iter().filter(|own| own.role == *name).map(|own| own.scope.clone()).collect();
                if scopes.is_empty() {
                    scopes.push(None);
                }
            }
            for scope in scopes {
                let mut grant = Grant::new(name);
                grant.scope = scope;
                // Each id is for one grant, if there are two that say the same.
                let id = ids.iter().position(|id| id.role == grant.role && id.scope == grant.scope);
                grant.grant_id = id.and_then(|id| ids.remove(id).id.clone());
                grants.push(grant);
            }
        }
        Ok(grants)
    }

    fn user_roles(&self) -> Result<Option<Vec<Grant>>, ReadError> {
        let returned = self.account().is_some_and(|account: &Account| account.roles_told);
        let roles = self.roles(&[])?;
        Ok((returned || self.core.roles.is_asserted()).then_some(roles))
    }

    /// Returns the attributes that have a value for which there is no place.
    pub(super) fn left(&self) -> Vec<&'static str> {
        let core = &self.core;
        let name = core.name.as_option();
        let named =
            |part: fn(&scim_v2::models::user::Name) -> &Asserted<String>| name.is_some_and(|name| part(name).is_set());
        [
            ("name.formatted", named(|name| &name.formatted)),
            ("name.middleName", named(|name| &name.middle_name)),
            ("name.honorificPrefix", named(|name| &name.honorific_prefix)),
            ("name.honorificSuffix", named(|name| &name.honorific_suffix)),
            ("nickName", core.nick_name.is_set()),
            ("profileUrl", core.profile_url.is_set()),
            ("userType", core.user_type.is_set()),
            ("preferredLanguage", core.preferred_language.is_set()),
            ("timezone", core.timezone.is_set()),
            ("roles.type", core.roles.iter().any(|role| role.r#type.as_deref() == Some(LABEL))),
            ("addresses", !core.addresses.is_empty()),
            ("ims", !core.ims.is_empty()),
            ("photos", !core.photos.is_empty()),
            ("groups", !core.groups.is_empty()),
            ("entitlements", !core.entitlements.is_empty()),
            ("x509Certificates", !core.x509_certificates.is_empty()),
            (schema_urns::ENTERPRISE_USER, core.enterprise_user.as_option().is_some_and(has_more)),
            ("other extensions", self.other.values().any(|value| !value.is_null())),
        ]
        .into_iter()
        .filter_map(|(attribute, is)| is.then_some(attribute))
        .collect()
    }
}

/// Returns a part of an attribute. What is `null` as a whole clears its parts.
fn part<W, T: Clone>(whole: &Asserted<W>, part: impl Fn(&W) -> &Asserted<T>) -> Asserted<T> {
    match whole {
        Asserted::Absent => Asserted::Absent,
        Asserted::Nulled => Asserted::Nulled,
        Asserted::Set(whole) => part(whole).clone(),
    }
}

/// Returns whether the enterprise extension says more than department and manager.
fn has_more(enterprise: &EnterpriseUser) -> bool {
    let EnterpriseUser { employee_number, cost_center, organization, division, department: _, manager } = enterprise;
    [employee_number, cost_center, organization, division].into_iter().any(Asserted::is_set)
        || manager.as_option().is_some_and(|manager| !manager.value.is_set())
}

fn time(attribute: &'static str, time: Option<&ScimDateTime>) -> Result<Option<DateTime<Utc>>, ReadError> {
    let read = time.map(|time| DateTime::parse_from_rfc3339(time.as_str())).transpose();
    let read = read.map_err(|source| ReadError::Invalid { attribute, source: Some(source.into()) })?;
    Ok(read.map(|time| time.to_utc()))
}
