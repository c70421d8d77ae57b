//! Authenticator apps, and whether they are asked for.

use http::StatusCode;
use serde_json::{Value, json};

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::saasus::account::{self, Account};
use crate::provider::saasus::{app, auth, problem};

pub(super) fn get_preference(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = account::find(&context.world.store, call)?;
    Reply::ok(&if account.second_factor {
        json!({ "enabled": true, "method": "softwareToken" })
    } else {
        json!({ "enabled": false })
    })
}

pub(super) fn update_preference(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(&context.world.store, call)?;
    let enabled = call.json().get("enabled").and_then(Value::as_bool) == Some(true);
    if enabled && account.app_secret.is_none() {
        let message = "the user has registered no authenticator app";
        return Err(problem::bad("software_token_not_registered", message));
    }
    let person = person.id;
    context.world.store.edit_account(person, |account: &mut Account| {
        account.second_factor = enabled;
    });
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn create_secret(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::oneself(context, call)?;
    let secret = app::secret(&mut context.world.rng);
    let body = json!({ "secret_code": secret });
    context.world.store.edit_account(person, |account: &mut Account| {
        account.offered_secret = Some(secret);
    });
    Reply::created(&body)
}

pub(super) fn update_app(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::oneself(context, call)?;
    let (_, account) = account::find(&context.world.store, call)?;
    let sent = call.field("verification_code").unwrap_or_default();
    let now = context.now();
    let offered = account.offered_secret.as_ref();
    if !offered.is_some_and(|secret| app::takes(secret, sent, now)) {
        let message = "the code is not the one that an app with the secret shows now";
        return Err(problem::bad("invalid_verification_code", message));
    }
    context.world.store.edit_account(person, |account: &mut Account| {
        account.app_secret = account.offered_secret.take();
    });
    Ok(Reply::empty(StatusCode::OK))
}
