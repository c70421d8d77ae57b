//! Between the Open Bank Project's types and the common ones.

use bytes::Bytes;

use super::NAME;
use crate::adapter::{missing, undecodable};
use crate::obp::types;
use crate::{Error, ErrorKind, Field, Grant, NewUser, Result, Status, User, UserId, Verb};

/// Converts a user of a list.
pub(super) fn user(record: types::UserV400, verb: Verb) -> Result<User> {
    Ok(fields(&record, verb)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(record: &types::UserV400, body: Bytes, verb: Verb) -> Result<User> {
    Ok(fields(record, verb)?.with_body::<types::UserV400>(body))
}

/// Converts a user who has just been created. That answer tells nothing of locks.
pub(super) fn created(record: &types::UserV200, body: Bytes) -> Result<User> {
    let mut user = User::new(id(&record.user_id, Verb::Create)?, Status::Active);
    user.user_name.clone_from(&record.username);
    user.email.clone_from(&record.email);
    user.roles = Some(grants(&record.entitlements));
    Ok(user.with_body::<types::UserV200>(body))
}

fn fields(record: &types::UserV400, verb: Verb) -> Result<User> {
    let status = if record.is_deleted { Status::Deleted } else { Status::Active };
    let mut user = User::new(id(&record.user_id, verb)?, status);
    user.user_name.clone_from(&record.username);
    user.email.clone_from(&record.email);
    user.locked = Some(record.is_locked);
    user.roles = Some(grants(&record.entitlements));
    Ok(user)
}

fn id(text: &str, verb: Verb) -> Result<UserId> {
    UserId::new(text).map_err(|_| undecodable(NAME, verb, "a user's id is none"))
}

/// Converts entitlements. Those of the whole system come with an empty bank.
pub(super) fn grants(entitlements: &types::Entitlements) -> Vec<Grant> {
    let list = entitlements.list.iter();
    list.map(|entitlement| {
        let grant = Grant::new(&entitlement.role_name).with_grant_id(&entitlement.entitlement_id);
        match entitlement.bank_id.as_str() {
            "" => grant,
            bank => grant.scoped(bank),
        }
    })
    .collect()
}

pub(super) fn entitlement(grant: Grant) -> types::CreateEntitlement {
    types::CreateEntitlement::new(types::CreateEntitlementRequired {
        bank_id: grant.scope.unwrap_or_default(),
        role_name: grant.role,
    })
}

pub(super) fn new_user(user: NewUser) -> Result<types::CreateUser> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    Ok(types::CreateUser::new(types::CreateUserRequired {
        email: needed(Field::Email, user.email)?,
        first_name: needed(Field::GivenName, user.given_name)?,
        last_name: needed(Field::FamilyName, user.family_name)?,
        password: missing(NAME, Verb::Create, Field::Password, user.password)?,
        username: needed(Field::UserName, user.user_name)?,
    }))
}

pub(super) fn reset(user: types::UserV400) -> Result<types::PostResetPasswordUrl> {
    let (Some(username), Some(email)) = (user.username, user.email) else {
        return Err(Error::new(ErrorKind::Conflict, NAME)
            .with_verb(Verb::ResetPassword)
            .with_detail("the user has no name or no e-mail address, and the server asks for both"));
    };
    Ok(types::PostResetPasswordUrl::new(types::PostResetPasswordUrlRequired { username, email, user_id: user.user_id }))
}
