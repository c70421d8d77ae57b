//! Authenticator apps, and whether they are required.

use serde_json::{Value, json};

use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::saasus::account::find;
use crate::provider::saasus::{Context, app, auth, problem};

pub(super) fn get_preference(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (_, account) = find(context, call)?;
    Reply::ok(&if account.second_factor {
        json!({ "enabled": true, "method": "softwareToken" })
    } else {
        json!({ "enabled": false })
    })
}

pub(super) fn update_preference(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = find(context, call)?;
    let enabled = call.json().get("enabled").and_then(Value::as_bool) == Some(true);
    ensure(!enabled || account.app_secret.is_some(), || {
        problem::bad("software_token_not_registered", "the user has registered no authenticator app")
    })?;
    let person = person.id;
    context.edit(person, |account| account.second_factor = enabled);
    Reply::done()
}

pub(super) fn create_secret(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = auth::named_holder(context, call)?;
    let secret = app::secret(context.rng());
    let body = json!({ "secret_code": secret });
    context.edit(person, |account| account.offered_secret = Some(secret));
    Reply::created(&body)
}

pub(super) fn update_app(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = auth::named_holder(context, call)?;
    let (sent, now) = (call.required("verification_code"), context.now());
    ensure(account.offered_secret.as_ref().is_some_and(|secret| app::accepts(secret, sent, now)), || {
        problem::bad("invalid_verification_code", "the code is not the one that an app with the secret shows now")
    })?;
    context.edit(person, |account| account.app_secret = account.offered_secret.take());
    Reply::done()
}
