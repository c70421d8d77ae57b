//! Status, locks, roles and second factors of users, and tokens and codes that are sent to them.

use super::rights;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::velo::account::{Account, MASTER, MailedToken, Status};
use crate::provider::velo::code::{self, verify};
use crate::provider::velo::{Context, problem};
use crate::spec::Place;
use crate::store::PersonId;

pub(super) fn disable_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_the_caller(context, person)?;
    context.edit(person, |account| account.status = Status::Disabled);
    context.state.tokens.revoke(person);
    Reply::no_content()
}

pub(super) fn enable_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_the_caller(context, person)?;
    let (_, account) = rights::visible(context, call)?;
    if account.status == Status::Enabled {
        return Reply::no_content();
    }
    ensure(account.enrolled, || problem::invalid_state("the user has not accepted the invitation"))?;
    if account.has_role(MASTER) {
        rights::check_master_limit(context, account.entity.clone())?;
    }
    context.edit(person, |account| account.status = Status::Enabled);
    Reply::no_content()
}

pub(super) fn unlock_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    context.edit(person, |account| {
        account.locked = None;
        account.wrong_passwords = 0;
    });
    Reply::no_content()
}

/// Verifies and removes the code of the body, if there is one; it must have been texted to the user.
fn verify_user(context: &mut Context<'_>, call: &Call<'_>) -> Result<(), Reply> {
    let number = rights::visible(context, call)?.0.facts.mobile.clone();
    verify(context, call, &[number.as_deref()]).map(|_| ())
}

pub(super) fn update_roles(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let roles = rights::roles(context, call)?;
    let (_, account) = rights::visible(context, call)?;
    let promoted = !account.has_role(MASTER) && roles.iter().any(|role| role == MASTER);
    if promoted && account.status == Status::Enabled {
        rights::check_master_limit(context, account.entity.clone())?;
    }
    verify_user(context, call)?;
    context.edit(person, |account| account.roles = roles);
    Reply::no_content()
}

pub(super) fn resend_token(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let (_, account) = rights::visible(context, call)?;
    let kind = call.parsed_field("tokenType").unwrap_or(MailedToken::MfaRegistration);
    let waits = if kind == MailedToken::Invitation { !account.enrolled } else { !account.registered };
    ensure(waits && account.mailed.contains_key(&kind), || {
        problem::wrong(Place::Body, "tokenType", "the user has no such token that could be sent again")
    })?;
    verify_user(context, call)?;
    mail_token(context, person, kind);
    Reply::no_content()
}

fn mail_token(context: &mut Context<'_>, person: PersonId, kind: MailedToken) {
    let token = context.new_id();
    context.edit(person, |account| account.mailed.insert(kind, token));
}

pub(super) fn register_sms(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    rights::may_write(context)?;
    code::send(context, call.required("smsNumber"));
    Reply::no_content()
}

pub(super) fn unregister_mfa(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    has_device(context.account(person), call)?;
    verify_user(context, call)?;
    unregister(context, person)
}

/// Refuses if the user has no device of the type that the body names.
pub(super) fn has_device(account: Option<&Account>, call: &Call<'_>) -> Result<(), Reply> {
    let wanted = call.parsed_field("mfaType");
    ensure(account.is_some_and(|account| account.registered && account.factor == wanted), || {
        problem::wrong(Place::Body, "mfaType", "the user has no device of this type registered")
    })
}

/// Removes the device, and mails a token to register another one.
pub(super) fn unregister(context: &mut Context<'_>, person: PersonId) -> Outcome {
    context.edit(person, |account| account.registered = false);
    mail_token(context, person, MailedToken::MfaRegistration);
    Reply::no_content()
}
