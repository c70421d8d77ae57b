//! Locks and failed logins, of users of the instance's own identity provider.

use serde_json::json;

use crate::clock::rfc3339;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{self, Account};
use crate::provider::obp::{problem, roles};
use crate::store::PersonId;

fn shown(context: &Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = account::find_local(&context.world.store, call.path("USERNAME"))?;
    // The date is always there; who has never failed gets that of their beginning.
    let date = user.last_failure.unwrap_or(user.created);
    Reply::ok(&json!({
        "username": user.username,
        "bad_attempts_since_last_success_or_reset": user.bad_attempts,
        "last_failure_date": rfc3339(date),
    }))
}

/// Returns whom the path names.
fn named(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    roles::enter(context, call)?;
    let (person, _) = account::find_local(&context.world.store, call.path("USERNAME"))?;
    Ok(person.id)
}

pub(super) fn status(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    shown(context, call)
}

pub(super) fn lock(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, now) = (named(context, call)?, context.now());
    let store = &mut context.world.store;
    let id = store.edit_account(person, |user: &mut Account| {
        user.locked = Some(now);
        user.id.clone()
    });
    Reply::ok(&json!({
        "user_id": id.ok_or_else(problem::no_such_name)?,
        "type_of_lock": "lock_via_api",
        "last_lock_date": rfc3339(now),
    }))
}

pub(super) fn unlock(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = named(context, call)?;
    let store = &mut context.world.store;
    store.edit_account(person, |user: &mut Account| {
        user.locked = None;
        user.bad_attempts = 0;
    });
    shown(context, call)
}
