//! Between FINBOURNE's types and the common ones.

use super::{FINBOURNE, NAME, attributes, missing, refuse, undecodable, with_attributes};
use crate::adapter::Record;
use crate::finbourne::{RolesNotFetched, types};
use crate::{Email, Error, ErrorKind, Field, Grant, NewUser, Patch, Result, Status, User, UserId, UserPatch, Verb};

/// The type of a person's account; the other one is for services.
const PERSON: &str = "Personal";

impl Record for types::UserResponse {
    fn user(&self, verb: Verb) -> Result<User> {
        let id = UserId::new(&self.id).map_err(|_| undecodable(NAME, verb, "a user's id is none"))?;
        let (status, locked) = status(&self.status);
        let mut user = User::new(id, status);
        user.user_name = Some(self.login.clone());
        user.emails = [Some(&self.email_address), self.second_email_address.as_ref()]
            .into_iter()
            .flatten()
            .map(Email::new)
            .collect();
        user.given_name = Some(self.first_name.clone());
        user.family_name = Some(self.last_name.clone());
        user.enabled = match user.status {
            Status::Active => Some(true),
            Status::Disabled => Some(false),
            _ => None,
        };
        user.locked = locked;
        user.attributes = attributes([
            ("alternativeUserIds", self.alternative_user_ids.as_ref().and_then(|ids| serde_json::to_value(ids).ok())),
            ("external", Some(self.external.into())),
            ("type", Some(self.type_.as_str().into())),
        ]);
        user.roles = self.roles.as_deref().map(grants);
        Ok(user)
    }
}

/// Reads a status, which is free text: `ACTIVE` is documented, the others are those of the identity provider behind it.
/// There a lock is a status, so only the locked one says whether the account is locked.
fn status(text: &str) -> (Status, Option<bool>) {
    let is = |name: &str| text.eq_ignore_ascii_case(name);
    let any = |names: &[&str]| names.iter().any(|name| is(name));
    if any(&["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED"]) {
        (Status::Active, None)
    } else if is("LOCKED_OUT") {
        (Status::Active, Some(true))
    } else if any(&["STAGED", "PROVISIONED"]) {
        (Status::Pending, None)
    } else if is("SUSPENDED") {
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
    let email = needed(Field::Email, user.emails.into_iter().next().map(|email| email.address))?;
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
    with_attributes(NAME, Verb::Create, &FINBOURNE.attributes, new, user.attributes)
}

fn role(grant: Grant) -> Result<types::RoleId> {
    let unscoped = || refuse(NAME, Verb::Create, ErrorKind::InvalidInput, "its roles need a scope");
    let scope = grant.scope.ok_or_else(unscoped)?;
    Ok(types::RoleId::new(types::RoleIdRequired { scope, code: grant.role }))
}

/// Returns what stores a user as they are, who was fetched with roles.
pub(super) fn replacement(user: types::UserResponse) -> Result<types::UpdateUserRequest> {
    user.try_into().map_err(|error: RolesNotFetched| {
        Error::new(ErrorKind::Decode, NAME).with_verb(Verb::Update).with_source(error)
    })
}

/// Applies a patch. A login that is the address, as that of every person is, follows it.
pub(super) fn patched(mut user: types::UpdateUserRequest, patch: UserPatch) -> Result<types::UpdateUserRequest> {
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
    with_attributes(NAME, Verb::Update, &FINBOURNE.attributes, user, patch.attributes)
}
