//! Between Velo's types and the common ones.

use std::collections::BTreeMap;

use super::{NAME, VELO, attributes, missing, refuse, time, undecodable, uuid_id, with_attributes};
use crate::adapter::Record;
use crate::velo::types;
use crate::{
    Email, ErrorKind, Field, Grant, Mfa, MfaMethod, NewUser, Patch, Phone, PhoneKind, Result, Sort, SortKey, Status,
    User, UserPatch, Verb,
};

impl Record for types::UserResponse {
    fn user(&self, verb: Verb) -> Result<User> {
        let id = self.id.and_then(uuid_id).ok_or_else(|| undecodable(NAME, verb, "a user has no id"))?;
        let mut user = User::new(id, status(self.status.as_ref()));
        user.enabled = match user.status {
            Status::Active => Some(true),
            Status::Disabled => Some(false),
            // Whether somebody who was invited is disabled as well is not returned.
            _ => None,
        };
        user.emails.extend(self.email.clone().map(Email::new));
        user.given_name.clone_from(&self.first_name);
        user.family_name.clone_from(&self.last_name);
        for (kind, number) in [
            (PhoneKind::Mobile, &self.sms_number),
            (PhoneKind::Primary, &self.primary_contact_number),
            (PhoneKind::Secondary, &self.secondary_contact_number),
        ] {
            user.phones.extend(number.as_ref().map(|number| Phone::new(kind, number)));
        }
        user.locked = self.locked_out;
        user.mfa = mfa(self.mfa_status.as_ref(), self.mfa_type.as_ref());
        user.attributes = attributes([
            ("entityId", self.entity_id.map(|id| id.to_string().into())),
            ("lockedOutTimestamp", self.locked_out_timestamp.map(time)),
        ]);
        if self.roles.is_some() {
            user.roles = Some(roles(self, verb)?.into_iter().map(Grant::new).collect());
        }
        Ok(user)
    }
}

fn status(status: Option<&types::UserStatus>) -> Status {
    use types::UserStatus as Theirs;
    match status {
        Some(Theirs::Enabled) => Status::Active,
        Some(Theirs::Disabled) => Status::Disabled,
        Some(Theirs::Pending) => Status::Pending,
        Some(other) => Status::Other(other.as_str().to_owned()),
        // Not `Active`: nobody is let in for a fact that was not returned.
        None => Status::Other("unknown".to_owned()),
    }
}

/// Returns an order in Velo's words; `None` if it has none of this kind.
pub(super) fn sort(sort: Sort) -> Option<String> {
    let property = match sort.key {
        SortKey::Email => "email",
        SortKey::FamilyName => "lastName",
        _ => return None,
    };
    Some(format!("{property}:{}", if sort.descending { "desc" } else { "asc" }))
}

/// Returns the state of the second factor, if it is returned in terms that are known.
fn mfa(status: Option<&types::UserResponseMfaStatus>, factor: Option<&types::MfaType>) -> Option<Mfa> {
    use types::{MfaType as Factor, UserResponseMfaStatus as State};
    let method = factor.map(|factor| match factor {
        Factor::Sms => MfaMethod::Sms,
        Factor::Totp => MfaMethod::Totp,
        Factor::Yubikey => MfaMethod::Yubikey,
        other => MfaMethod::Other(other.as_str().to_owned()),
    });
    match status? {
        State::Registered | State::Verified => Some(Mfa::enrolled(method)),
        State::Unregistered => Some(Mfa::missing(method)),
        _ => None,
    }
}

/// Returns the names of a user's roles, each of which comes as an object or as a string.
pub(super) fn roles(user: &types::UserResponse, verb: Verb) -> Result<Vec<String>> {
    let roles = user.roles.iter().flatten().map(|role| match role {
        types::UserResponseRolesItem::Role(role) => Ok(role.name.clone()),
        types::UserResponseRolesItem::Text(name) => Ok(name.clone()),
        _ => Err(undecodable(NAME, verb, "a role has no name")),
    });
    roles.collect()
}

/// Returns what a factor is called where it is unregistered; text messages are not among them.
pub(super) fn unregistered(factor: Option<types::MfaType>) -> Option<types::UnregisterMfaRequestMfaType> {
    factor.filter(|factor| *factor != types::MfaType::Sms).map(|factor| factor.as_str().into())
}

pub(super) fn invitation(user: NewUser) -> Result<types::InviteUserRequest> {
    use types::MfaType as Factor;
    let verb = Verb::Invite;
    let mfa_type = match missing(NAME, verb, Field::Mfa, user.mfa)? {
        MfaMethod::Sms => Factor::Sms,
        MfaMethod::Totp => Factor::Totp,
        MfaMethod::Yubikey => Factor::Yubikey,
        MfaMethod::Other(other) => Factor::Unknown(other),
        MfaMethod::Passkey => {
            let detail = "a second factor is sms, totp or yubikey, and no passkey";
            return Err(refuse(NAME, verb, ErrorKind::Unsupported, detail));
        }
    };
    let email = user.emails.into_iter().next().map(|email| email.address);
    let phones = user.phones.into_iter();
    let mut phones: BTreeMap<_, _> = phones.map(|phone| (phone.kind, phone.number)).collect();
    let (Some(sms_number), Some(primary_contact_number)) =
        (phones.remove(&PhoneKind::Mobile), phones.remove(&PhoneKind::Primary))
    else {
        let detail = "it needs a mobile and a primary phone number";
        return Err(refuse(NAME, verb, ErrorKind::InvalidInput, detail));
    };
    let mut invitation = types::InviteUserRequest::new(types::InviteUserRequestRequired {
        email: missing(NAME, verb, Field::Email, email)?,
        mfa_type: Some(mfa_type),
        sms_number,
        primary_contact_number,
        roles: user.roles.into_iter().map(|grant| grant.role).collect(),
    });
    invitation.first_name = user.given_name;
    invitation.last_name = user.family_name;
    invitation.secondary_contact_number = Patch::keep_or(phones.remove(&PhoneKind::Secondary));
    with_attributes(NAME, verb, &VELO.attributes, invitation, user.attributes)
}

pub(super) fn details(mut patch: UserPatch) -> types::UserDetailsUpdateRequest {
    let mut phone = |kind| match patch.phones.remove(&kind) {
        None => Patch::Absent,
        Some(None) => Patch::Null,
        Some(Some(number)) => Patch::Value(number),
    };
    let mut details = types::UserDetailsUpdateRequest::new();
    details.primary_contact_number = phone(PhoneKind::Primary);
    details.secondary_contact_number = phone(PhoneKind::Secondary);
    details.sms_number = phone(PhoneKind::Mobile);
    details.email = patch.email;
    details.first_name = patch.given_name;
    details.last_name = patch.family_name;
    details
}
