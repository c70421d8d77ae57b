//! Users accept invitations, sign in, register devices, are locked out, and read what is sent to them.

use serde::Deserialize;
use serde_json::json;

use super::account::{Account, MailedToken, Status};
use super::{Context, State, auth, code, password};
use crate::provider::interface::{ControlError, Reply, Route, done, ensure};
use crate::store::PersonId;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    password: Option<String>,
}

pub(super) const CONTROLS: &[Route<State>] = &[
    Route::post("acceptInvitation", "/users/{userId}/accept", |context, path, request| {
        let empty = request.body().is_empty();
        let sent = if empty { Acceptance::default() } else { request.json()? };
        done(accept_invitation(context, &path[0], sent.password.as_deref()))
    }),
    Route::post("registerDevice", "/users/{userId}/device", |context, path, _| {
        done(register_device(context, &path[0]))
    }),
    Route::post("lockOut", "/users/{userId}/lock", |context, path, _| done(lock_out(context, &path[0]))),
    Route::post("signIn", "/users/{userId}/sign-in", |context, path, _| {
        let token = sign_in(context, &path[0])?;
        Reply::ok(&json!({ "access_token": token, "expires_in": auth::LIFETIME }))
    }),
    Route::get("mailedTokens", "/users/{userId}/tokens", |context, path, _| {
        Reply::ok(&find(context, &path[0])?.1.mailed)
    }),
    Route::get("textedCode", "/codes/{smsNumber}", |context, path, _| {
        let code = texted_code(context, &path[0]).ok_or(ControlError::NotFound("code"))?;
        Reply::ok(&json!({ "code": code }))
    }),
];

fn find<'a>(context: &'a Context<'_>, user: &str) -> Result<(PersonId, &'a Account), ControlError> {
    let found = context.user_by_id(&user.to_ascii_lowercase());
    found.map(|(person, account)| (person.id, account)).ok_or(ControlError::NotFound("user"))
}

pub(crate) fn accept_invitation(
    context: &mut Context<'_>,
    user: &str,
    password: Option<&str>,
) -> Result<(), ControlError> {
    let (person, account) = find(context, user)?;
    ensure(!account.enrolled, || ControlError::Conflict("the user has no invitation to accept"))?;
    context.edit(person, |account| {
        account.enrolled = true;
        account.registered = account.factor.is_some();
        account.mailed.remove(&MailedToken::Invitation);
        if account.status == Status::Pending {
            account.status = Status::Enabled;
        }
        if let Some(password) = password {
            password::set(account, password);
        }
    });
    Ok(())
}

pub(crate) fn register_device(context: &mut Context<'_>, user: &str) -> Result<(), ControlError> {
    let (person, account) = find(context, user)?;
    ensure(account.factor.is_some(), || {
        ControlError::Conflict("the user has no second factor to register a device for")
    })?;
    context.edit(person, |account| {
        account.registered = true;
        account.mailed.remove(&MailedToken::MfaRegistration);
    });
    Ok(())
}

pub(crate) fn lock_out(context: &mut Context<'_>, user: &str) -> Result<(), ControlError> {
    let (now, person) = (context.now(), find(context, user)?.0);
    context.edit(person, |account| account.locked = Some(now));
    context.state.tokens.revoke(person);
    Ok(())
}

pub(crate) fn sign_in(context: &mut Context<'_>, user: &str) -> Result<String, ControlError> {
    let (person, account) = find(context, user)?;
    ensure(account.is_active(), || ControlError::Conflict("the user is disabled, locked out or has not enrolled"))?;
    Ok(auth::issue(context, person))
}

pub(crate) fn texted_code(context: &Context<'_>, number: &str) -> Option<String> {
    Some(context.state.codes.get(code::key(number))?.digits.clone())
}

pub(crate) fn mailed_token(context: &Context<'_>, user: &str, kind: MailedToken) -> Option<String> {
    find(context, user).ok()?.1.mailed.get(&kind).cloned()
}
