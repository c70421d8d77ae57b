//! A user of a directory as a SCIM user.

use chrono::{DateTime, SecondsFormat, Utc};
use scim_v2::models::enterprise_user::{EnterpriseUser, Manager};
use scim_v2::models::scim_schema::Meta;
use scim_v2::models::user::{Name, Role, User as ScimUser};
use scim_v2::{Asserted, ScimDateTime, schema_urns};

use super::read::is_enabled;
use super::resource::{Account, AccountMfa, GrantId, Resource, UserNameFrom};
use super::{SCHEMA, emails, phones};
use user_directory_core::{Grant, NewUser, User, UserId};

/// Writes a user without loss. The provider's record is not part of it, and nothing is derived, such as a display name from the other names.
impl From<&User> for Resource {
    fn from(user: &User) -> Self {
        let (user_name, user_name_from) = user_name(user);
        let roles = user.roles.as_deref().unwrap_or_default();
        let account = Account {
            status: Asserted::Set(user.status.clone()),
            enabled: user.enabled,
            locked: asserted(user.locked),
            last_login: user.last_login,
            mfa: asserted(
                user.mfa.as_ref().map(|mfa| AccountMfa { enrolled: Some(mfa.enrolled), method: mfa.method.clone() }),
            ),
            user_name_from,
            grant_ids: grant_ids(roles),
            emails: emails::unsaid(&user.emails),
            phones: phones::unsaid(&user.phones),
            roles_told: user.roles.is_some(),
            attributes: user.attributes.clone(),
        };
        let enterprise_user = enterprise(user.department.as_ref(), user.manager.as_ref());
        let mut schemas = vec![schema_urns::USER.to_owned(), SCHEMA.to_owned()];
        schemas.extend(enterprise_user.is_set().then(|| schema_urns::ENTERPRISE_USER.to_owned()));
        Self {
            core: ScimUser {
                schemas,
                id: Some(user.id.as_str().to_owned()),
                external_id: asserted(user.external_id.clone()),
                user_name,
                name: name(user.given_name.as_ref(), user.family_name.as_ref()),
                display_name: asserted(user.display_name.clone()),
                title: asserted(user.title.clone()),
                locale: asserted(user.locale.clone()),
                active: Asserted::Set(is_enabled(&user.status, user.enabled, user.locked)),
                emails: list(emails::written(&user.emails)),
                phone_numbers: list(phones::written(&user.phones)),
                roles: list(roles.iter().map(role)),
                meta: Some(meta(user)),
                enterprise_user,
                ..ScimUser::default()
            },
            account: Asserted::Set(account),
            other: serde_json::Map::new(),
        }
    }
}

/// Writes somebody to be enrolled, for a `POST` to another server. Whoever has no user name is called by their e-mail
/// address.
impl From<&NewUser> for Resource {
    fn from(new: &NewUser) -> Self {
        let account = Account {
            mfa: asserted(new.mfa.clone().map(|method| AccountMfa { enrolled: None, method: Some(method) })),
            emails: emails::unsaid(&new.emails),
            phones: phones::unsaid(&new.phones),
            attributes: new.attributes.clone(),
            ..Account::default()
        };
        let enterprise_user = enterprise(new.department.as_ref(), new.manager.as_ref());
        let mut resource = Self::from(ScimUser {
            schemas: vec![schema_urns::USER.to_owned()],
            external_id: asserted(new.external_id.clone()),
            user_name: new.user_name.clone().or_else(|| Some(new.emails.first()?.address.clone())).unwrap_or_default(),
            name: name(new.given_name.as_ref(), new.family_name.as_ref()),
            display_name: asserted(new.display_name.clone()),
            title: asserted(new.title.clone()),
            locale: asserted(new.locale.clone()),
            active: asserted(new.enabled),
            emails: list(emails::written(&new.emails)),
            phone_numbers: list(phones::written(&new.phones)),
            password: asserted(new.password.as_ref().map(|password| password.expose().to_owned())),
            roles: list(new.roles.iter().map(role)),
            enterprise_user,
            ..ScimUser::default()
        });
        if resource.core.enterprise_user.is_set() {
            resource.core.schemas.push(schema_urns::ENTERPRISE_USER.to_owned());
        }
        if account != Account::default() {
            resource.core.schemas.push(SCHEMA.to_owned());
            resource.account = Asserted::Set(account);
        }
        resource
    }
}

/// SCIM has no user without a name.
fn user_name(user: &User) -> (String, Option<UserNameFrom>) {
    match (&user.user_name, user.email()) {
        (Some(name), _) => (name.clone(), None),
        (None, Some(email)) => (email.to_owned(), Some(UserNameFrom::Email)),
        (None, None) => (user.id.as_str().to_owned(), Some(UserNameFrom::Id)),
    }
}

fn name(given: Option<&String>, family: Option<&String>) -> Asserted<Name> {
    if given.is_none() && family.is_none() {
        return Asserted::Absent;
    }
    Asserted::Set(Name {
        given_name: asserted(given.cloned()),
        family_name: asserted(family.cloned()),
        ..Name::default()
    })
}

fn enterprise(department: Option<&String>, manager: Option<&UserId>) -> Asserted<EnterpriseUser> {
    if department.is_none() && manager.is_none() {
        return Asserted::Absent;
    }
    let manager = manager.map(|id| Manager { value: Asserted::Set(id.as_str().to_owned()), ..Manager::default() });
    Asserted::Set(EnterpriseUser {
        department: asserted(department.cloned()),
        manager: asserted(manager),
        ..EnterpriseUser::default()
    })
}

fn role(grant: &Grant) -> Role {
    Role { value: Some(grant.role.clone()), r#type: grant.scope.clone(), ..Role::default() }
}

/// Grants that say the same are distinguished by their order, so those without an id count too.
fn grant_ids(grants: &[Grant]) -> Vec<GrantId> {
    if grants.iter().all(|grant| grant.grant_id.is_none()) {
        return Vec::new();
    }
    let ids = grants.iter().map(|grant| GrantId {
        role: grant.role.clone(),
        scope: grant.scope.clone(),
        id: grant.grant_id.clone(),
    });
    ids.collect()
}

fn meta(user: &User) -> Meta {
    Meta {
        resource_type: Some("User".to_owned()),
        created: user.created.and_then(written_time),
        last_modified: user.modified.and_then(written_time),
        version: user.version.clone(),
        ..Meta::default()
    }
}

fn written_time(time: DateTime<Utc>) -> Option<ScimDateTime> {
    // Years beyond 9999 have a sign that XML does not know.
    ScimDateTime::try_from(time.to_rfc3339_opts(SecondsFormat::AutoSi, true)).ok()
}

fn asserted<T>(value: Option<T>) -> Asserted<T> {
    value.map_or(Asserted::Absent, Asserted::Set)
}

/// An empty list would be an order to clear, so it is left out.
fn list<T>(values: impl IntoIterator<Item = T>) -> Asserted<Vec<T>> {
    let values: Vec<_> = values.into_iter().collect();
    asserted((!values.is_empty()).then_some(values))
}
