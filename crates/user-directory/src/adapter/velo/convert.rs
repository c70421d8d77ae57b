//! Between Velo's types and the common ones.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::NAME;
use crate::adapter::{missing, undecodable, unsupported, uuid_id};
use crate::velo::types;
use crate::{
    Error, ErrorKind, Field, Grant, Mfa, MfaMethod, NewUser, Patch, Phone, PhoneKind, Result, Status, User, UserPatch,
    Verb,
};

/// Converts a user of a list.
pub(super) fn user(record: types::UserResponse, verb: Verb) -> Result<User> {
    Ok(fields(&record, verb)?.with_record(record))
}

/// Converts a user who came alone, so that the body is theirs.
pub(super) fn fetched(record: &types::UserResponse, body: Bytes, verb: Verb) -> Result<User> {
    Ok(fields(record, verb)?.with_body::<types::UserResponse>(body))
}

fn fields(record: &types::UserResponse, verb: Verb) -> Result<User> {
    let id = record.id.and_then(uuid_id);
    let id = id.ok_or_else(|| undecodable(NAME, verb, "a user has no id"))?;
    let mut user = User::new(id, status(record.status.as_ref()));
    user.email.clone_from(&record.email);
    user.given_name.clone_from(&record.first_name);
    user.family_name.clone_from(&record.last_name);
    for (kind, number) in [
        (PhoneKind::Mobile, &record.sms_number),
        (PhoneKind::Primary, &record.primary_contact_number),
        (PhoneKind::Secondary, &record.secondary_contact_number),
    ] {
        user.phones.extend(number.as_ref().map(|number| Phone::new(kind, number)));
    }
    user.locked = record.locked_out;
    user.mfa = mfa(record.mfa_status.as_ref(), record.mfa_type.as_ref());
    let roles = record.roles.as_deref().map(|roles| roles.iter().map(|role| Ok(Grant::new(role_name(role, verb)?))));
    user.roles = roles.map(Iterator::collect::<Result<_>>).transpose()?;
    Ok(user)
}

fn status(status: Option<&types::UserStatus>) -> Status {
    use types::UserStatus as Theirs;
    match status {
        Some(Theirs::Enabled) => Status::Active,
        Some(Theirs::Disabled) => Status::Disabled,
        Some(Theirs::Pending) => Status::Pending,
        Some(other) => Status::Other(other.as_str().to_owned()),
        // Not `Active`: nobody is let in for a fact that was not told.
        None => Status::Other("unknown".to_owned()),
    }
}

/// Returns the state of the second factor, if it is told in terms that are known.
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

/// Returns the name of a role, which comes as an object or as a string.
fn role_name(role: &types::UserResponseRolesItem, verb: Verb) -> Result<&str> {
    match role {
        types::UserResponseRolesItem::Role(role) => Ok(&role.name),
        types::UserResponseRolesItem::Text(name) => Ok(name),
        _ => Err(undecodable(NAME, verb, "a role has no name")),
    }
}

/// Returns the names of a user's roles.
pub(super) fn role_names(user: &types::UserResponse, verb: Verb) -> Result<Vec<String>> {
    let roles = user.roles.iter().flatten();
    roles.map(|role| role_name(role, verb).map(str::to_owned)).collect()
}

/// Returns what a factor is called where it is unregistered; text messages are not among them.
pub(super) fn unregistered(factor: Option<types::MfaType>) -> Option<types::UnregisterMfaRequestMfaType> {
    use types::{MfaType as Factor, UnregisterMfaRequestMfaType as Named};
    match factor? {
        Factor::Totp => Some(Named::Totp),
        Factor::Yubikey => Some(Named::Yubikey),
        Factor::Sms => None,
        other => Some(Named::Unknown(other.as_str().to_owned())),
    }
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
            return Err(unsupported(NAME, verb).with_detail("a second factor is sms, totp or yubikey, and no passkey"));
        }
    };
    let phones = user.phones.into_iter();
    let mut phones: BTreeMap<_, _> = phones.map(|phone| (phone.kind, phone.number)).collect();
    let (Some(sms_number), Some(primary_contact_number)) =
        (phones.remove(&PhoneKind::Mobile), phones.remove(&PhoneKind::Primary))
    else {
        return Err(Error::new(ErrorKind::InvalidInput, NAME)
            .with_verb(verb)
            .with_detail("it needs a mobile and a primary telephone number"));
    };
    let mut invitation = types::InviteUserRequest::new(types::InviteUserRequestRequired {
        email: missing(NAME, verb, Field::Email, user.email)?,
        mfa_type: Some(mfa_type),
        sms_number,
        primary_contact_number,
        roles: user.roles.into_iter().map(|grant| grant.role).collect(),
    });
    invitation.first_name = user.given_name;
    invitation.last_name = user.family_name;
    invitation.secondary_contact_number = Patch::keep_or(phones.remove(&PhoneKind::Secondary));
    Ok(invitation)
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
