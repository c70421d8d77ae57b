//! Auth contexts: what the bank's backend learns about a user.

use serde_json::json;

use crate::clock::rfc3339;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::obp::account::AuthContext;
use crate::provider::obp::roles::user_of_path;
use crate::provider::obp::{Context, problem};
use crate::store::PersonId;

/// Adds a key and value to a user's auth contexts, and returns it.
pub(super) fn add(
    context: &mut Context<'_>,
    (person, user_id): (PersonId, String),
    key: &str,
    value: &str,
) -> AuthContext {
    let new = AuthContext {
        id: context.new_id(),
        user_id,
        key: key.to_owned(),
        value: value.to_owned(),
        time_stamp: rfc3339(context.now()),
        consumer_id: context.state.consumer.clone(),
    };
    context.edit(person, |user| user.contexts.push(new.clone()));
    new
}

/// Returns the user that the path names, and their identifier.
fn named(context: &Context<'_>, call: &Call<'_>) -> Result<(PersonId, String), Reply> {
    let (person, user) = user_of_path(context, call)?;
    Ok((person.id, user.id.clone()))
}

pub(super) fn list(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = user_of_path(context, call)?;
    Reply::ok(&json!({ "user_auth_contexts": user.contexts }))
}

pub(super) fn create(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let user = named(context, call)?;
    ensure(!call.required("key").is_empty(), || problem::bad("OBP-30053", "the key is empty"))?;
    Reply::created(&add(context, user, call.required("key"), call.required("value")))
}

pub(super) fn delete(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = named(context, call)?;
    let id = call.path("USER_AUTH_CONTEXT_ID");
    let removed = context.edit(person, |user| {
        let before = user.contexts.len();
        user.contexts.retain(|one| one.id != id);
        user.contexts.len() < before
    });
    ensure(removed == Some(true), || problem::bad("OBP-30056", "the user has no auth context with this id"))?;
    Reply::done()
}

pub(super) fn delete_all(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = named(context, call)?;
    context.edit(person, |user| user.contexts.clear());
    Reply::done()
}
