//! Links to external identity providers.

use super::email::{forget, mail, mailed};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::saasus::account::{Mail, find};
use crate::provider::saasus::{Context, problem};
use crate::store::PersonId;

/// Returns the user with the address that the external token names, and the external provider.
fn external(context: &Context<'_>, call: &Call<'_>) -> Result<(PersonId, String), Reply> {
    let external = context.state.externals.get(call.required("access_token"));
    let invalid = || problem::bad("invalid_access_token", "the external account's access token is not valid");
    let external = external.ok_or_else(invalid)?;
    let found = context.user_by_email(&external.email);
    let (person, _) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    Ok((person.id, external.provider.clone()))
}

pub(super) fn request_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, provider) = external(context, call)?;
    mail(context, person, Mail::ExternalUserLink, &provider);
    Reply::done()
}

pub(super) fn confirm_link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, provider) = external(context, call)?;
    ensure(mailed(context, call, person, Mail::ExternalUserLink)? == provider, || {
        problem::bad("invalid_code", "the code was mailed for an account at another provider")
    })?;
    forget(context, person, Mail::ExternalUserLink);
    context.edit(person, |account| account.providers.insert(provider));
    Reply::done()
}

pub(super) fn unlink(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call)?.0.id;
    let provider = call.path("provider_name");
    ensure(context.edit(person, |account| account.providers.remove(provider)) == Some(true), || {
        problem::bad("not_found", "the user is not linked to this provider")
    })?;
    Reply::done()
}
