//! A user of a directory as a SCIM user.

use scim_v2::models::scim_schema::Meta;
use scim_v2::models::user::{Email, Name, PhoneNumber, Role, User as ScimUser};
use scim_v2::{Asserted, ScimDateTime, schema_urns};

use super::SCHEMA;
use super::resource::{Account, AccountMfa, GrantId, Resource, UserNameFrom};
use user_directory_core::{Grant, Phone, PhoneKind, User};

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
            roles_told: user.roles.is_some(),
        };
        Self {
            core: ScimUser {
                schemas: vec![schema_urns::USER.to_owned(), SCHEMA.to_owned()],
                id: Some(user.id.as_str().to_owned()),
                user_name,
                name: name(user),
                active: Asserted::Set(user.is_active()),
                emails: list(user.email.as_deref().map(email)),
                phone_numbers: list(phones(&user.phones)),
                roles: list(roles.iter().map(role)),
                meta: Some(meta(user)),
                ..ScimUser::default()
            },
            account: Asserted::Set(account),
            other: serde_json::Map::new(),
        }
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

fn name(user: &User) -> Asserted<Name> {
    if user.given_name.is_none() && user.family_name.is_none() {
        return Asserted::Absent;
    }
    Asserted::Set(Name {
        given_name: asserted(user.given_name.clone()),
        family_name: asserted(user.family_name.clone()),
        ..Name::default()
    })
}

fn email(address: &str) -> Email {
    Email { value: Some(address.to_owned()), primary: Some(true), ..Email::default() }
}

/// The first number of the kind `primary` is the primary one; there can be no other.
fn phones(phones: &[Phone]) -> impl Iterator<Item = PhoneNumber> {
    let first = phones.iter().position(|phone| phone.kind == PhoneKind::Primary);
    phones.iter().enumerate().map(move |(i, phone)| PhoneNumber {
        value: Some(phone.number.clone()),
        r#type: Some(phone.kind.as_str().to_owned()),
        primary: (Some(i) == first).then_some(true),
        ..PhoneNumber::default()
    })
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
