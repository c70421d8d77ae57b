//! What callers do to themselves.

use serde_json::json;

use super::{access, rights, users};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::velo::account::{Account, Kind, View};
use crate::provider::velo::{auth, password, problem};
use crate::spec::Place;

/// Wrong passwords in a row after which a user is locked out.
const PATIENCE: u8 = 5;

pub(super) fn get_self(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context.world, context.principal)?;
    Reply::ok(&View::new(person, account))
}

pub(super) fn unregister_mfa(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::caller(context.world, context.principal)?.0.id;
    access::registered(context, call, person)?;
    access::unregister(context, person)
}

pub(super) fn update_details(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context.world, context.principal)?;
    let (person, kind) = (person.id, account.kind);
    if kind != Kind::Payee {
        return Err(problem::forbidden("this is for payees only"));
    }
    users::apply_details(context, call, person)
}

pub(super) fn update_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context.world, context.principal)?;
    let state = &context.world.velo;
    let old = call.field("oldPassword").unwrap_or_default();
    let new = call.field("newPassword").unwrap_or_default();
    let id = person.id;
    if !password::is_right(state, account, old) {
        let now = context.now();
        let locked = context.world.store.edit_account(id, |account: &mut Account| {
            account.wrong_passwords = account.wrong_passwords.saturating_add(1);
            if account.wrong_passwords >= PATIENCE {
                account.locked = Some(now);
            }
            account.locked.is_some()
        });
        if locked == Some(true) {
            auth::revoke(context.world, id);
        }
        return Err(problem::wrong(Place::Body, "oldPassword", "is not the caller's password"));
    }
    let rating = password::rate(state, person, account, new);
    if !rating.valid {
        let reason = rating.warning.as_deref().unwrap_or("it is too easy to guess");
        let message = format!("is no good password: {reason}");
        return Err(problem::wrong(Place::Body, "newPassword", &message));
    }
    context.world.store.edit_account(id, |account: &mut Account| password::set(account, new));
    Reply::no_content()
}

pub(super) fn validate_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::caller(context.world, context.principal)?;
    let sent = call.field("password").unwrap_or_default();
    let rating = password::rate(&context.world.velo, person, account, sent);
    let mut body = json!({
        "score": rating.score,
        "valid": rating.valid,
        "suggestions": rating.suggestions,
    });
    if let Some(warning) = rating.warning {
        body["warning"] = warning.into();
    }
    Reply::ok(&body)
}
