//! Operations on the caller's own account.

use super::{access, rights, users};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::velo::account::{Kind, show};
use crate::provider::velo::{Context, password, problem};
use crate::spec::Place;

/// Wrong passwords in a row after which a user is locked out.
const WRONG_PASSWORDS: u8 = 5;

pub(super) fn get_self(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context)?;
    Reply::ok(&show(person, account))
}

pub(super) fn unregister_mfa(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context)?;
    access::has_device(Some(account), call)?;
    let person = person.id;
    access::unregister(context, person)
}

pub(super) fn update_details(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context)?;
    ensure(account.kind == Kind::Payee, || problem::forbidden("this is for payees only"))?;
    let person = person.id;
    users::apply_details(context, call, person)
}

pub(super) fn update_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context)?;
    let (old, new) = (call.required("oldPassword"), call.required("newPassword"));
    let id = person.id;
    if !password::is_right(context.state, account, old) {
        let now = context.now();
        let locked = context.edit(id, |account| {
            account.wrong_passwords = account.wrong_passwords.saturating_add(1);
            if account.wrong_passwords >= WRONG_PASSWORDS {
                account.locked = Some(now);
            }
            account.locked.is_some()
        });
        if locked == Some(true) {
            context.state.tokens.revoke(id);
        }
        return Err(problem::wrong(Place::Body, "oldPassword", "is not the caller's password"));
    }
    let rating = password::rate(context.state, person, account, new);
    if !rating.valid {
        let reason = rating.warning.as_deref().unwrap_or("it is too easy to guess");
        return Err(problem::wrong(Place::Body, "newPassword", &format!("is not a good password: {reason}")));
    }
    context.edit(id, |account| password::set(account, new));
    Reply::no_content()
}

pub(super) fn validate_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context)?;
    Reply::ok(&password::rate(context.state, person, account, call.required("password")))
}
