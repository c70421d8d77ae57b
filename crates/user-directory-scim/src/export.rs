//! A user of a directory as a SCIM user.

use scim_v2::models::scim_schema::Meta;
use scim_v2::models::user::{Email, Name, Role, User as ScimUser};
use scim_v2::{Asserted, ScimDateTime, schema_urns};

use super::read::{WORK, is_enabled};
use super::resource::{Account, AccountMfa, GrantId, Resource, UserNameFrom};
use super::{SCHEMA, phones};
use user_directory_core::{Grant, NewUser, User};

/// Writes a user without loss. The provider's record is not part of it, and nothing is derived, such as a display name.
impl From<&User> for Resource {
    fn from(user: &User) -> Self {
        let (user_name, user_name_from) = user_name(user);
        let roles = user.roles.as_deref().unwrap_or_default();
        let account = Account {
            status: Asserted::Set(user.status.clone()),
            locked: asserted(user.locked),
            mfa: asserted(
                user.mfa.as_ref().map(|mfa| AccountMfa { enrolled: Some(mfa.enrolled), method: mfa.method.clone() }),
            ),
            user_name_from,
            grant_ids: grant_ids(roles),
            phones: phones::unsaid(&user.phones),
            roles_told: user.roles.is_some(),
        };
        Self {
            core: ScimUser {
                schemas: vec![schema_urns::USER.to_owned(), SCHEMA.to_owned()],
                id: Some(user.id.as_str().to_owned()),
                user_name,
                name: name(user.given_name.as_ref(), user.family_name.as_ref()),
                active: Asserted::Set(is_enabled(&user.status, user.locked)),
                emails: list(user.email.as_deref().map(email)),
                phone_numbers: list(phones::written(&user.phones)),
                roles: list(roles.iter().map(role)),
                meta: Some(meta(user)),
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
            phones: phones::unsaid(&new.phones),
            ..Account::default()
        };
        let mut resource = Self::from(ScimUser {
            schemas: vec![schema_urns::USER.to_owned()],
            user_name: new.user_name.clone().or_else(|| new.email.clone()).unwrap_or_default(),
            name: name(new.given_name.as_ref(), new.family_name.as_ref()),
            active: asserted(new.enabled),
            emails: list(new.email.as_deref().map(email)),
            phone_numbers: list(phones::written(&new.phones)),
            password: asserted(new.password.as_ref().map(|password| password.expose().to_owned())),
            roles: list(new.roles.iter().map(role)),
            ..ScimUser::default()
        });
        if account != Account::default() {
            resource.core.schemas.push(SCHEMA.to_owned());
            resource.account = Asserted::Set(account);
        }
        resource
    }
}

/// SCIM has no user without a name.
fn user_name(user: &User) -> (String, Option<UserNameFrom>) {
    match (&user.user_name, &user.email) {
        (Some(name), _) => (name.clone(), None),
        (None, Some(email)) => (email.clone(), Some(UserNameFrom::Email)),
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

/// With a type, so that a client can name the address.
fn email(address: &str) -> Email {
    let r#type = Some(WORK.to_owned());
    Email { value: Some(address.to_owned()), primary: Some(true), r#type, ..Email::default() }
}

fn role(grant: &Grant) -> Role {
    Role { value: Some(grant.role.clone()), r#type: grant.scope.clone(), ..Role::default() }
}

/// Grants that say the same are told apart by their order, so those without an id count too.
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
    let created = user.created.and_then(|created| {
        let text = created.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        // Years beyond 9999 have a sign that XML does not know.
        ScimDateTime::try_from(text).ok()
    });
    Meta { resource_type: Some("User".to_owned()), created, ..Meta::default() }
}

fn asserted<T>(value: Option<T>) -> Asserted<T> {
    value.map_or(Asserted::Absent, Asserted::Set)
}

/// An empty list would be an order to clear, so it is left out.
fn list<T>(values: impl IntoIterator<Item = T>) -> Asserted<Vec<T>> {
    let values: Vec<_> = values.into_iter().collect();
    asserted((!values.is_empty()).then_some(values))
}
