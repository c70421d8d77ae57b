//! What users see of themselves, and their attributes.

use std::collections::BTreeSet;

use serde_json::json;

use crate::clock::rfc3339;
use crate::context::{Call, User};
use crate::message::{Outcome, Reply};
use crate::provider::obp::account::{Attribute, show_v300};
use crate::provider::obp::{Context, State, problem, roles};

/// Returns the calling user, if they have a role that the operation needs.
pub(super) fn me<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<User<'a, State>, Reply> {
    let caller = roles::authorize(context, call)?;
    context.user(caller.person).ok_or_else(problem::not_logged_in)
}

pub(super) fn user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, user) = me(context, call)?;
    Reply::ok(&show_v300(person, user))
}

pub(super) fn id(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    Reply::ok(&json!({ "user_id": user.id }))
}

pub(super) fn logout_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    roles::authorize(context, call)?;
    Reply::ok(&json!({ "link": format!("{}/user_mgt/logout", context.base_url) }))
}

pub(super) fn spaces(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    let held = user.entitlements.iter().filter(|one| one.role == roles::SPACE);
    Reply::ok(&json!({ "bank_ids": held.map(|one| &one.bank).collect::<BTreeSet<_>>() }))
}

pub(super) fn attributes(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, user) = me(context, call)?;
    Reply::ok(&json!({ "user_attributes": user.attributes }))
}

pub(super) fn create_attribute(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::authorize(context, call)?;
    let attribute = Attribute {
        id: context.new_id(),
        name: call.required("name").to_owned(),
        kind: call.required("type").to_owned(),
        value: call.required("value").to_owned(),
        insert_date: rfc3339(context.now()),
    };
    let reply = Reply::created(&attribute);
    context.edit(caller.person, |user| user.attributes.push(attribute));
    reply
}

pub(super) fn update_attribute(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let caller = roles::authorize(context, call)?;
    let id = call.path("USER_ATTRIBUTE_ID");
    let changed = context.edit(caller.person, |user| {
        let attribute = user.attributes.iter_mut().find(|attribute| attribute.id == id)?;
        call.required("name").clone_into(&mut attribute.name);
        call.required("type").clone_into(&mut attribute.kind);
        call.required("value").clone_into(&mut attribute.value);
        Some(attribute.clone())
    });
    let missing = || problem::bad("OBP-20081", "the caller has no attribute with this USER_ATTRIBUTE_ID");
    Reply::ok(&changed.flatten().ok_or_else(missing)?)
}
