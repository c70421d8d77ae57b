//! The definitions of alternative ids.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::finbourne::{auth, problem};

/// One definition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) description: String,
}

/// All of them, as they are sent and shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    alternative_user_ids: Vec<Property>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown<'a> {
    alternative_user_ids: &'a [Property],
}

fn show(context: &Context<'_>) -> Outcome {
    Reply::ok(&Shown { alternative_user_ids: &context.world.finbourne.schema })
}

pub(super) fn get_user_schema(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    show(context)
}

pub(super) fn update_user_schema(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    auth::may_write(context)?;
    let sent: Sent = call.body().ok_or_else(|| problem::refused(StatusCode::BAD_REQUEST, "the body is no schema"))?;
    let all = &sent.alternative_user_ids;
    for (index, property) in all.iter().enumerate() {
        let mut before = all.iter().take(index);
        if before.any(|other| other.name.eq_ignore_ascii_case(&property.name)) {
            let field = format!("alternativeUserIds.{index}.name");
            return Err(problem::twice(&field, "is the name of two alternative ids"));
        }
    }
    context.world.finbourne.schema = sent.alternative_user_ids;
    show(context)
}
