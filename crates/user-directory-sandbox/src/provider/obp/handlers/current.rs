//! What users see of themselves, and their attributes.

use std::collections::BTreeSet;

use serde_json::json;

use super::required;
use crate::clock::rfc3339;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{Account, Attribute, View};
use crate::provider::obp::{problem, roles};
use crate::store::Person;

/// Returns the calling user.
fn me<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<(&'a Person, &'a Account), Reply> {
    let caller = roles::enter(context, call)?;
    let store = &context.world.store;
    match (store.person(caller.person), store.of(caller.person)) {
        (Some(person), Some(user)) => Ok((person, user)),
        _ => Err(problem::not_logged_in()),
    }
}

pub(super) fn user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, user) = me(context, call)?;
    Reply::ok(&View::v300(person, user))
}

pub(super) fn id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    Reply::ok(&json!({ "user_id": user.id }))
}

pub(super) fn logout_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::enter(context, call)?;
    // The server leaves the scheme out.
    let base = context.base_url;
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    Reply::ok(&json!({ "link": format!("{host}/user_mgt/logout") }))
}

pub(super) fn spaces(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    let held = user.entitlements.iter();
    let banks: BTreeSet<_> = held.filter(|one| one.role == roles::SPACE).map(|one| &one.bank).collect();
    Reply::ok(&json!({ "bank_ids": banks }))
}

pub(super) fn attributes(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    Reply::ok(&json!({ "user_attributes": user.attributes }))
}

pub(super) fn create_attribute(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    let attribute = Attribute {
        id: context.id(),
        name: required(call, "name").to_owned(),
        kind: required(call, "type").to_owned(),
        value: required(call, "value").to_owned(),
        insert_date: rfc3339(context.now()),
    };
    let reply = Reply::created(&attribute);
    context.world.store.edit_account(caller.person, |user: &mut Account| {
        user.attributes.push(attribute);
    });
    reply
}

pub(super) fn update_attribute(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::enter(context, call)?;
    let id = call.path("USER_ATTRIBUTE_ID");
    let store = &mut context.world.store;
    let changed = store.edit_account(caller.person, |user: &mut Account| {
        let mut attributes = user.attributes.iter_mut();
        let attribute = attributes.find(|attribute| attribute.id == id)?;
        required(call, "name").clone_into(&mut attribute.name);
        required(call, "type").clone_into(&mut attribute.kind);
        required(call, "value").clone_into(&mut attribute.value);
        Some(attribute.clone())
    });
    let missing = || problem::bad("OBP-20081", "the caller has no attribute with this USER_ATTRIBUTE_ID");
    Reply::ok(&changed.flatten().ok_or_else(missing)?)
}
