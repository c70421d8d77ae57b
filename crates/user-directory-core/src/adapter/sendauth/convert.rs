//! Between SendAuth's types and the common ones.

use serde_json::Value;
use uuid::Uuid;

use super::{NAME, SENDAUTH, attributes, missing, undecodable, uuid_id, with_attributes};
use crate::adapter::Record;
use crate::sendauth::types;
use crate::{Email, Field, Grant, Mfa, MfaMethod, NewUser, Phone, PhoneKind, Result, Status, User, UserPatch, Verb};

impl Record for types::User {
    /// SendAuth has no status: whoever is on the list of users can sign in.
    fn user(&self, verb: Verb) -> Result<User> {
        let id = self.id.and_then(uuid_id).ok_or_else(|| undecodable(NAME, verb, "a user has no id"))?;
        let mut user = User::new(id, Status::Active);
        user.emails.extend(self.email.clone().map(Email::new));
        user.given_name = Some(self.first_name.clone());
        user.family_name = Some(self.last_name.clone());
        user.display_name.clone_from(&self.username);
        // `messagingPreference` says that messages go there.
        user.phones.extend(self.phone.as_ref().map(|number| Phone::new(PhoneKind::Mobile, number)));
        user.mfa = self.has_passkeys.map(|has| {
            let method = Some(MfaMethod::Passkey);
            if has { Mfa::enrolled(method) } else { Mfa::missing(method) }
        });
        user.created = self.created_at;
        user.last_login = self.last_authenticated;
        user.attributes = attributes([
            ("company", self.company.as_ref().and_then(|company| serde_json::to_value(company).ok())),
            ("groupPermissions", self.group_permissions.clone().map(Into::into)),
            ("messagingPreference", self.messaging_preference.as_ref().map(|how| how.as_str().into())),
            ("permissionGroups", self.permission_groups.as_deref().map(ids)),
            ("role", self.role.as_ref().map(|role| role.as_str().into())),
        ]);
        user.roles = self.permissions.as_ref().map(|names| names.iter().map(Grant::new).collect());
        Ok(user)
    }
}

fn ids(groups: &[Uuid]) -> Value {
    groups.iter().map(Uuid::to_string).collect()
}

pub(super) fn new_user(user: NewUser) -> Result<types::UserRequest> {
    let needed = |field, value| missing(NAME, Verb::Create, field, value);
    let permissions: Vec<_> = user.roles.into_iter().map(|grant| grant.role).collect();
    let mut new = types::UserRequest::new(types::UserRequestRequired {
        first_name: needed(Field::GivenName, user.given_name)?,
        last_name: needed(Field::FamilyName, user.family_name)?,
    });
    new.email = user.emails.into_iter().next().map(|email| email.address);
    new.phone = user.phones.into_iter().next().map(|phone| phone.number);
    new.permissions = (!permissions.is_empty()).then_some(permissions);
    with_attributes(NAME, Verb::Create, &SENDAUTH.attributes, new, user.attributes)
}

/// Applies what a patch sets; the table says that nothing can be cleared.
pub(super) fn patched(mut user: types::UserRequest, mut patch: UserPatch) -> Result<types::UserRequest> {
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
    with_attributes(NAME, Verb::Update, &SENDAUTH.attributes, user, patch.attributes)
}
