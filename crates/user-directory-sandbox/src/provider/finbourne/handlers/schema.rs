//! The definitions of alternative ids.

use serde::Deserialize;
use serde_json::json;

use crate::provider::finbourne::{Context, Property, auth, problem};
use crate::provider::interface::{Call, Outcome, Reply, ensure};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    alternative_user_ids: Vec<Property>,
}

pub(super) fn get_user_schema(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    Reply::ok(&json!({ "alternativeUserIds": context.state.schema }))
}

pub(super) fn update_user_schema(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent: Sent = call.body()?;
    let all = &sent.alternative_user_ids;
    for (index, property) in all.iter().enumerate() {
        let mut before = all.iter().take(index);
        ensure(!before.any(|other| other.name.eq_ignore_ascii_case(&property.name)), || {
            problem::duplicate(&format!("alternativeUserIds.{index}.name"))
        })?;
    }
    context.state.schema = sent.alternative_user_ids;
    get_user_schema(context, call)
}
