//! Letting users in and keeping them out: status, locks, roles, second factors, and what is mailed and texted to them.

use super::rights;
use super::users::factor;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::velo::account::{Account, MASTER, MailedToken, Status};
use crate::provider::velo::code::{self, verify};
use crate::provider::velo::{auth, problem};
use crate::spec::Place;
use crate::store::PersonId;

pub(super) fn disable_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_oneself(context, person)?;
    let disable = |account: &mut Account| account.status = Status::Disabled;
    context.world.store.edit_account(person, disable);
    auth::revoke(context.world, person);
    Reply::no_content()
}

pub(super) fn enable_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_oneself(context, person)?;
    let (_, account) = rights::seen(context.world, context.principal, call)?;
    if account.status == Status::Enabled {
        return Reply::no_content();
    }
    if !account.enrolled {
        return Err(problem::not_now("the user has not accepted the invitation"));
    }
    if account.has_role(MASTER) {
        let entity = account.entity.clone();
        rights::room_for_master(context.world, entity.as_deref())?;
    }
    let enable = |account: &mut Account| account.status = Status::Enabled;
    context.world.store.edit_account(person, enable);
    Reply::no_content()
}

pub(super) fn unlock_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    context.world.store.edit_account(person, |account: &mut Account| {
        account.locked = None;
        account.wrong_passwords = 0;
    });
    Reply::no_content()
}

/// Uses up the code of the body, if there is one, which must have been texted to the user.
fn verify_of(context: &mut Context<'_>, call: &Call<'_>) -> Result<(), Reply> {
    let (person, _) = rights::seen(context.world, context.principal, call)?;
    let number = person.facts.mobile.clone();
    verify(context, call, &[number.as_deref()])?;
    Ok(())
}

pub(super) fn update_roles(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let roles = rights::roles(context, call)?;
    let (_, account) = rights::seen(context.world, context.principal, call)?;
    let promoted = !account.has_role(MASTER) && roles.iter().any(|role| role == MASTER);
    if promoted && account.status == Status::Enabled {
        let entity = account.entity.clone();
        rights::room_for_master(context.world, entity.as_deref())?;
    }
    verify_of(context, call)?;
    context.world.store.edit_account(person, |account: &mut Account| account.roles = roles);
    Reply::no_content()
}

pub(super) fn resend_token(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let (_, account) = rights::seen(context.world, context.principal, call)?;
    let kind = match call.field("tokenType") {
        Some("INVITE_MFA_USER") => MailedToken::Invitation,
        _ => MailedToken::MfaRegistration,
    };
    let waits = match kind {
        MailedToken::Invitation => !account.enrolled,
        MailedToken::MfaRegistration => !account.registered,
    };
    if !waits || !account.mailed.contains_key(&kind) {
        let message = "the user has no such token that could be sent again";
        return Err(problem::wrong(Place::Body, "tokenType", message));
    }
    verify_of(context, call)?;
    let token = context.id();
    context.world.store.edit_account(person, |account: &mut Account| {
        account.mailed.insert(kind, token);
    });
    Reply::no_content()
}

pub(super) fn register_sms(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    rights::may_write(context)?;
    let number = call.field("smsNumber").unwrap_or_default();
    code::check_number("smsNumber", number)?;
    code::send(context, number);
    Reply::no_content()
}

pub(super) fn unregister_mfa(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    registered(context, call, person)?;
    verify_of(context, call)?;
    unregister(context, person)
}

/// Refuses if the user has no device of the kind that the body names.
pub(super) fn registered(context: &Context<'_>, call: &Call<'_>, person: PersonId) -> Result<(), Reply> {
    let account = context.world.store.of::<Account>(person);
    let wanted = call.field("mfaType").and_then(factor);
    if account.is_some_and(|account| account.registered && account.factor == wanted) {
        return Ok(());
    }
    let message = "the user has no device of this type registered";
    Err(problem::wrong(Place::Body, "mfaType", message))
}

/// Removes the device, and mails a token for another one.
pub(super) fn unregister(context: &mut Context<'_>, person: PersonId) -> Outcome {
    let token = context.id();
    context.world.store.edit_account(person, |account: &mut Account| {
        account.registered = false;
        account.mailed.insert(MailedToken::MfaRegistration, token);
    });
    Reply::no_content()
}
