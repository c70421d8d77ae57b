//! Between SendAuth's types and the common ones.

use bytes::Bytes;

use super::NAME;
use crate::adapter::Texts::{self, Copied, Taken};
use crate::adapter::{missing, undecodable, uuid_id};
use crate::sendauth::types;
use crate::{Field, Grant, Mfa, MfaMethod, NewUser, Phone, PhoneKind, Result, Status, User, UserPatch, Verb};

/// Converts a user of a list. SendAuth has no status: which list somebody is on tells it.
pub(super) fn user(mut record: types::User, status: Status, verb: Verb) -> Result<User> {
    Ok(fields(&mut record, status, verb, Copied)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(mut record: types::User, body: Bytes, verb: Verb) -> Result<User> {
    let user = fields(&mut record, Status::Active, verb, Taken)?;
    Ok(user.with_body::<types::User>(body))
}

fn fields(record: &mut types::User, status: Status, verb: Verb, how: Texts) -> Result<User> {
    let id = record.id.and_then(uuid_id);
    let id = id.ok_or_else(|| undecodable(NAME, verb, "a user has no id"))?;
    let mut user = User::new(id, status);
    user.email = how.optional(&mut record.email);
    user.given_name = Some(how.text(&mut record.first_name));
    user.family_name = Some(how.text(&mut record.last_name));
    // `messagingPreference` says that messages go there.
    let phone = how.optional(&mut record.phone);
    user.phones = phone.map(|number| Phone::new(PhoneKind::Mobile, number)).into_iter().collect();
    user.mfa = record.has_passkeys.map(|has| {
        let method = Some(MfaMethod::Passkey);
        if has { Mfa::enrolled(method) } else { Mfa::missing(method) }
    });
    user.created = record.created_at;
    let permissions = record.permissions.as_mut();
    user.roles = permissions.map(|permissions| {
        let names = permissions.iter_mut().map(|name| how.text(name));
        names.map(Grant::new).collect()
    });
    Ok(user)
}

pub(super) fn new_user(user: NewUser) -> Result<types::UserRequest> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    let permissions: Vec<_> = user.roles.into_iter().map(|grant| grant.role).collect();
    let mut new = types::UserRequest::new(types::UserRequestRequired {
        first_name: needed(Field::GivenName, user.given_name)?,
        last_name: needed(Field::FamilyName, user.family_name)?,
    });
    new.email = user.email;
    new.phone = user.phones.into_iter().next().map(|phone| phone.number);
    new.permissions = (!permissions.is_empty()).then_some(permissions);
    Ok(new)
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
