//! Locks and failed logins, of users of the instance's own identity provider.

use http::StatusCode;
use serde_json::json;

use crate::clock::rfc3339;
use crate::context::{Call, User};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::find_local;
use crate::provider::obp::{Context, State, problem, roles};
use crate::store::PersonId;

/// Returns the user that the path names.
pub(super) fn named<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<User<'a, State>, Reply> {
    roles::authorize(context, call)?;
    let missing =
        || problem::problem(StatusCode::NOT_FOUND, "OBP-20027", "the identity provider has no user with this name");
    find_local(context, call.path("USERNAME")).ok_or_else(missing)
}

fn id_of_named(context: &Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    named(context, call).map(|(person, _)| person.id)
}

pub(super) fn status(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = named(context, call)?;
    // The date is required; without a failed login it is that of the creation.
    let date = user.last_failure.unwrap_or(user.created);
    Reply::ok(&json!({
        "username": user.username,
        "bad_attempts_since_last_success_or_reset": user.bad_attempts,
        "last_failure_date": rfc3339(date),
    }))
}

pub(super) fn lock(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, now) = (id_of_named(context, call)?, context.now());
    context.edit(person, |user| user.locked = Some(now));
    Reply::ok(&json!({
        "user_id": context.id_of(person),
        "type_of_lock": "lock_via_api",
        "last_lock_date": rfc3339(now),
    }))
}

pub(super) fn unlock(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = id_of_named(context, call)?;
    context.edit(person, |user| {
        user.locked = None;
        user.bad_attempts = 0;
    });
    status(context, call)
}
