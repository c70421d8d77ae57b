//! Between FINBOURNE's types and the common ones.

use bytes::Bytes;

use super::NAME;
use crate::adapter::Texts::{self, Copied, Taken};
use crate::adapter::{missing, undecodable};
use crate::finbourne::{RolesNotFetched, types};
use crate::{Error, ErrorKind, Field, Grant, NewUser, Patch, Result, Status, User, UserId, UserPatch, Verb};

/// The type of a person's account; the other one is for services.
const PERSON: &str = "Personal";

/// Converts a user of a list.
pub(super) fn user(mut record: types::UserResponse, verb: Verb) -> Result<User> {
    Ok(fields(&mut record, verb, Copied)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(mut record: types::UserResponse, body: Bytes, verb: Verb) -> Result<User> {
    let user = fields(&mut record, verb, Taken)?;
    Ok(user.with_body::<types::UserResponse>(body))
}

fn fields(record: &mut types::UserResponse, verb: Verb, how: Texts) -> Result<User> {
    let id = UserId::new(how.text(&mut record.id));
    let id = id.map_err(|_| undecodable(NAME, verb, "a user's id is none"))?;
    let (status, locked) = status(&record.status);
    let mut user = User::new(id, status);
    user.user_name = Some(how.text(&mut record.login));
    user.email = Some(how.text(&mut record.email_address));
    user.given_name = Some(how.text(&mut record.first_name));
    user.family_name = Some(how.text(&mut record.last_name));
    user.locked = locked;
    let roles = record.roles.as_mut();
    user.roles = roles.map(|roles| {
        let ids = roles.iter_mut().map(|role| &mut role.role_id);
        ids.map(|id| Grant::new(how.text(&mut id.code)).scoped(how.text(&mut id.scope))).collect()
    });
    Ok(user)
}

/// Reads a status, which is free text: `ACTIVE` is documented, the others are those of the identity provider behind it.
/// There a lock is a status, so only the locked one tells whether the account is locked.
fn status(text: &str) -> (Status, Option<bool>) {
    let known = |name: &str| text.eq_ignore_ascii_case(name);
    let any = |names: &[&str]| names.iter().any(|name| known(name));
    if any(&["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED"]) {
        (Status::Active, None)
    } else if known("LOCKED_OUT") {
        (Status::Active, Some(true))
    } else if any(&["STAGED", "PROVISIONED"]) {
        (Status::Pending, None)
    } else if known("SUSPENDED") {
        (Status::Disabled, None)
    } else if any(&["DEPROVISIONED", "DEACTIVATED", "INACTIVE"]) {
        (Status::Deleted, None)
    } else {
        (Status::Other(text.to_owned()), None)
    }
}

pub(super) fn grants(roles: &[types::RoleResponse]) -> Vec<Grant> {
    let ids = roles.iter().map(|role| &role.role_id);
    ids.map(|id| Grant::new(&id.code).scoped(&id.scope)).collect()
}

pub(super) fn new_user(user: NewUser) -> Result<types::CreateUserRequest> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    let email = needed(Field::Email, user.email)?;
    let roles = user.roles.into_iter().map(role).collect::<Result<Vec<_>>>()?;
    let mut new = types::CreateUserRequest::new(types::CreateUserRequestRequired {
        first_name: needed(Field::GivenName, user.given_name)?,
        last_name: needed(Field::FamilyName, user.family_name)?,
        // For persons the login has to be the address.
        login: email.clone(),
        email_address: email,
        type_: PERSON.to_owned(),
    });
    new.roles = Patch::keep_or((!roles.is_empty()).then_some(roles));
    Ok(new)
}

fn role(grant: Grant) -> Result<types::RoleId> {
    let scope = grant.scope.ok_or_else(|| {
        Error::new(ErrorKind::InvalidInput, NAME).with_verb(Verb::Create).with_detail("its roles need a scope")
    })?;
    Ok(types::RoleId::new(types::RoleIdRequired { scope, code: grant.role }))
}

/// Returns what stores a user as they are, who was fetched with roles.
pub(super) fn replacement(user: types::UserResponse) -> Result<types::UpdateUserRequest> {
    user.try_into().map_err(|error: RolesNotFetched| {
        Error::new(ErrorKind::Decode, NAME).with_verb(Verb::Update).with_source(error)
    })
}

/// Applies a patch. A login that is the address, as that of every person is, follows it.
pub(super) fn patched(mut user: types::UpdateUserRequest, patch: UserPatch) -> types::UpdateUserRequest {
    if let Some(email) = patch.email.value() {
        if user.login == user.email_address {
            user.login.clone_from(&email);
        }
        user.email_address = email;
    }
    if let Some(name) = patch.given_name.value() {
        user.first_name = name;
    }
    if let Some(name) = patch.family_name.value() {
        user.last_name = name;
    }
    user
}
