//! Links to external identity providers.

use http::StatusCode;

use super::email::{mail, mailed, used};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::saasus::account::{self, Account, Mail};
use crate::provider::saasus::problem;
use crate::store::PersonId;

/// Returns the user with the address that the external token names, and the external provider.
fn external(context: &Context<'_>, call: &Call<'_>) -> Result<(PersonId, String), Reply> {
    let value = call.field("access_token").unwrap_or_default();
    let world = &*context.world;
    let external = world.saasus.externals.get(value).ok_or_else(|| {
        let message = "the external account's access token is not valid";
        problem::bad("invalid_access_token", message)
    })?;
    let found = world.store.by_email::<Account>(&external.email);
    let (person, _) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    Ok((person.id, external.provider.clone()))
}

pub(super) fn request_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, provider) = external(context, call)?;
    mail(context, person, Mail::ExternalUserLink, &provider);
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn confirm_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, provider) = external(context, call)?;
    let meant = mailed(context, call, person, Mail::ExternalUserLink)?;
    if meant != provider {
        let message = "the code was mailed for an account at another provider";
        return Err(problem::bad("invalid_code", message));
    }
    used(context, person, Mail::ExternalUserLink);
    context.world.store.edit_account(person, |account: &mut Account| account.providers.insert(provider));
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn unlink(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = account::find(&context.world.store, call)?.0.id;
    let provider = call.path("provider_name");
    let linked = context.world.store.edit_account(person, |account: &mut Account| account.providers.remove(provider));
    if linked != Some(true) {
        let message = "the user is not linked to this provider";
        return Err(problem::bad("not_found", message));
    }
    Ok(Reply::empty(StatusCode::OK))
}
