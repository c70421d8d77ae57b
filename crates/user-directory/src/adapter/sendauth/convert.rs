//! Between SendAuth's types and the common ones.

use bytes::Bytes;

use super::NAME;
use crate::adapter::{missing, undecodable};
use crate::sendauth::types;
use crate::{
    Field, Grant, Mfa, MfaMethod, NewUser, Phone, PhoneKind, Result, Status, User, UserId,
    UserPatch, Verb,
};

/// Converts a user of a list. SendAuth has no status: which list somebody is on tells it.
pub(super) fn user(record: types::User, status: Status, verb: Verb) -> Result<User> {
    Ok(fields(&record, status, verb)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(record: types::User, body: Bytes, verb: Verb) -> Result<User> {
    Ok(fields(&record, Status::Active, verb)?.with_answer(record, body))
}

fn fields(record: &types::User, status: Status, verb: Verb) -> Result<User> {
    let id = record.id.and_then(|id| UserId::new(id.to_string()).ok());
    let id = id.ok_or_else(|| undecodable(NAME, verb, "a user has no id"))?;
    let mut user = User::new(id, status);
    user.email.clone_from(&record.email);
    user.given_name = Some(record.first_name.clone());
    user.family_name = Some(record.last_name.clone());
    // `messagingPreference` says that messages go there.
    let phone = record.phone.as_ref();
    user.phones
        .extend(phone.map(|number| Phone::new(PhoneKind::Mobile, number)));
    user.mfa = record.has_passkeys.map(|has| {
        let method = Some(MfaMethod::Passkey);
        if has {
            Mfa::enrolled(method)
        } else {
            Mfa::missing(method)
        }
    });
    user.created = record.created_at;
    let permissions = record.permissions.as_ref();
    user.roles = permissions.map(|permissions| permissions.iter().map(Grant::new).collect());
    Ok(user)
}

pub(super) fn new_user(user: NewUser) -> Result<types::UserRequest> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    let phone = user.phones.into_iter().next();
    let permissions: Vec<_> = user.roles.into_iter().map(|grant| grant.role).collect();
    Ok(types::UserRequest {
        company: None,
        email: user.email,
        first_name: needed(Field::GivenName, user.given_name)?,
        group_permissions: None,
        last_name: needed(Field::FamilyName, user.family_name)?,
        messaging_preference: None,
        permission_groups: None,
        permissions: (!permissions.is_empty()).then_some(permissions),
        phone: phone.map(|phone| phone.number),
        role: None,
    })
}

/// Applies what a patch sets; the table says that nothing can be cleared.
pub(super) fn patched(mut user: types::UserRequest, mut patch: UserPatch) -> types::UserRequest {
    if let Some(email) = patch.email.value() {
        user.email = Some(email);
    }
    if let Some(name) = patch.given_name.value() {
        user.first_name = name;
    }
    if let Some(name) = patch.family_name.value() {
        user.last_name = name;
    }
    if let Some(Some(number)) = patch.phones.remove(&PhoneKind::Mobile) {
        user.phone = Some(number);
    }
    user
}
