//! Users answer mails and choose passwords, are locked out, are suspended.

use serde::Deserialize;

use super::account::{self, Status};
use super::{Context, State};
use crate::provider::interface::{ControlError, Route, done, ensure};
use crate::secrets::digest;
use crate::store::PersonId;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    password: String,
}

pub(super) const CONTROLS: &[Route<State>] = &[
    Route::post("choosePassword", "/users/{id}/password", |context, path, request| {
        done(choose_password(context, &path[0], &request.json::<Chosen>()?.password))
    }),
    Route::post("lockOut", "/users/{id}/lock", |context, path, _| done(lock_out(context, &path[0]))),
    Route::post("suspend", "/users/{id}/suspend", |context, path, _| done(suspend(context, &path[0]))),
];

const FORBIDDEN: ControlError = ControlError::Conflict("the status of the user does not allow this");

fn find(context: &Context<'_>, id: &str) -> Result<(PersonId, Status), ControlError> {
    let (person, account) = account::find(context, id).map_err(|_| ControlError::NotFound("user"))?;
    Ok((person.id, account.status))
}

pub(crate) fn choose_password(context: &mut Context<'_>, id: &str, password: &str) -> Result<(), ControlError> {
    let (person, status) = find(context, id)?;
    ensure(!matches!(status, Status::LockedOut | Status::Suspended | Status::Deprovisioned), || FORBIDDEN)?;
    context.state.tokens.revoke(person);
    context.edit(person, |account| {
        account.password = Some(digest(&account.id, password));
        account.wrong_passwords = 0;
        account.status = Status::Active;
    });
    Ok(())
}

pub(crate) fn lock_out(context: &mut Context<'_>, id: &str) -> Result<(), ControlError> {
    stop(context, id, Status::LockedOut)
}

pub(crate) fn suspend(context: &mut Context<'_>, id: &str) -> Result<(), ControlError> {
    stop(context, id, Status::Suspended)
}

fn stop(context: &mut Context<'_>, id: &str, to: Status) -> Result<(), ControlError> {
    let (person, status) = find(context, id)?;
    ensure(status == Status::Active, || FORBIDDEN)?;
    context.state.tokens.revoke(person);
    context.edit(person, |account| account.status = to);
    Ok(())
}
