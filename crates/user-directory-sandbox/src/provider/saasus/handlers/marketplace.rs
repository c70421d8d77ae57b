//! Users and tenants that come from AWS Marketplace.

use serde_json::json;

use super::users::{created, signed_up};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::saasus::{Context, Registration, Tenant, auth, problem};
use crate::store::PersonId;

/// Returns the registration of the body's token, unless it is unknown, used up, or another user's.
fn registration<'a>(
    context: &'a mut Context<'_>,
    call: &Call<'_>,
    person: Option<PersonId>,
) -> Result<&'a mut Registration, Reply> {
    let own = person.and_then(|person| context.id_of(person)).map(str::to_owned);
    let found = context.state.registrations.get_mut(call.required("registration_token"));
    let usable = |registration: &&mut Registration| {
        registration.tenant.is_none() && (registration.user.is_none() || registration.user == own)
    };
    let message = "the registration token is not valid, used up or another user's";
    found.filter(usable).ok_or_else(|| problem::bad("invalid_registration_token", message))
}

pub(super) fn sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    registration(context, call, None)?;
    let person = signed_up(context, call)?;
    let id = context.id_of(person).map(str::to_owned);
    registration(context, call, None)?.user = id;
    created(context, person)
}

pub(super) fn confirm_sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::holder(context, call)?;
    let id = context.new_id();
    registration(context, call, Some(person))?.tenant = Some(id.clone());
    let email = context.person(person).and_then(|person| person.facts.email.clone()).unwrap_or_default();
    let tenant = Tenant {
        name: call.field("tenant_name").unwrap_or(&email).to_owned(),
        back_office_staff_email: email,
        marketplace: true,
    };
    let body = json!({
        "id": id,
        "name": tenant.name,
        "attributes": {},
        "back_office_staff_email": tenant.back_office_staff_email,
        "plan_histories": [],
    });
    context.state.tenants.insert(id, tenant);
    Reply::created(&body)
}

pub(super) fn link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::holder(context, call)?;
    registration(context, call, Some(person))?;
    let id = call.required("tenant_id");
    let tenant = context.state.tenants.get_mut(id);
    let tenant = tenant.ok_or_else(|| problem::bad("not_found", "there is no such tenant"))?;
    ensure(!tenant.marketplace, || problem::bad("already_linked", "the tenant is linked to AWS Marketplace already"))?;
    tenant.marketplace = true;
    registration(context, call, Some(person))?.tenant = Some(id.to_owned());
    Reply::done()
}
