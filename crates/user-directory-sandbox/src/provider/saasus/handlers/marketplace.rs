//! Users and tenants that come from AWS Marketplace.

use http::StatusCode;
use serde_json::json;

use super::users::{answer_sign_up, signed_up};
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::saasus::account::Account;
use crate::provider::saasus::{Tenant, auth, problem};
use crate::store::PersonId;

fn invalid() -> Reply {
    let message = "the registration token is not valid, used up or another user's";
    problem::bad("invalid_registration_token", message)
}

/// Refuses a registration token that is unknown, used up, or for somebody else.
fn check(context: &Context<'_>, call: &Call<'_>, person: Option<PersonId>) -> Result<(), Reply> {
    let value = call.field("registration_token").unwrap_or_default();
    let world = &*context.world;
    let found = world.saasus.registrations.get(value);
    let registration = found.filter(|it| it.tenant.is_none()).ok_or_else(invalid)?;
    let account = person.and_then(|person| world.store.of::<Account>(person));
    let own = account.map(|account| &account.id);
    match &registration.user {
        None => Ok(()),
        user if user.as_ref() == own => Ok(()),
        Some(_) => Err(invalid()),
    }
}

/// Notes what a registration token was used for.
fn used_for(context: &mut Context<'_>, call: &Call<'_>, tenant: &str) {
    let value = call.field("registration_token").unwrap_or_default();
    if let Some(registration) = context.world.saasus.registrations.get_mut(value) {
        registration.tenant = Some(tenant.to_owned());
    }
}

pub(super) fn sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    check(context, call, None)?;
    let person = signed_up(context, call)?;
    let value = call.field("registration_token").unwrap_or_default();
    let world = &mut *context.world;
    let id = world.store.of::<Account>(person).map(|account| account.id.clone());
    if let Some(registration) = world.saasus.registrations.get_mut(value) {
        registration.user = id;
    }
    answer_sign_up(context, person)
}

pub(super) fn confirm_sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::holder(context, call)?;
    check(context, call, Some(person))?;
    let found = context.world.store.person(person);
    let email = found.and_then(|person| person.facts.email.clone()).unwrap_or_default();
    let id = context.id();
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
    used_for(context, call, &id);
    context.world.saasus.tenants.insert(id, tenant);
    Reply::created(&body)
}

pub(super) fn link(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::holder(context, call)?;
    check(context, call, Some(person))?;
    let id = call.field("tenant_id").unwrap_or_default();
    let tenant = context.world.saasus.tenants.get_mut(id);
    let tenant = tenant.ok_or_else(|| problem::bad("not_found", "there is no such tenant"))?;
    if tenant.marketplace {
        let message = "the tenant is linked to AWS Marketplace already";
        return Err(problem::bad("already_linked", message));
    }
    tenant.marketplace = true;
    used_for(context, call, id);
    Ok(Reply::empty(StatusCode::OK))
}
