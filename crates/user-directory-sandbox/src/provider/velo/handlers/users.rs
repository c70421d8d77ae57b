//! Reading, inviting, deleting users, and changing their details.

use http::StatusCode;
use serde_json::Value;

use super::rights;
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::velo::account::{Account, Kind, MASTER, MailedToken, show};
use crate::provider::velo::code::verify;
use crate::provider::velo::{Context, problem};
use crate::spec::Place;
use crate::store::{Facts, PersonId};

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::visible(context, call)?;
    Reply::ok(&show(person, account))
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_the_caller(context, person)?;
    context.state.tokens.revoke(person);
    context.remove(person);
    Reply::no_content()
}

pub(super) fn invite_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    rights::may_write(context)?;
    let roles = rights::roles(context, call)?;
    let field = |name| call.field(name).map(str::to_owned);
    let email = call.required("email");
    ensure(context.user_by_email(email).is_none(), || {
        problem::about_field(StatusCode::CONFLICT, "email", "there is a user with this e-mail address")
    })?;
    let state = &context.state;
    let (kind, entity) = match field("entityId").map(|id| id.to_ascii_lowercase()) {
        _ if roles.iter().any(|role| role.starts_with("backoffice.")) => (Kind::BackOffice, None),
        None => (Kind::Payor, Some(state.payor.clone())),
        Some(id) if id == state.payor => (Kind::Payor, Some(id)),
        Some(id) if state.payees.contains(&id) => (Kind::Payee, Some(id)),
        Some(_) => {
            return Err(problem::about_field(
                StatusCode::PRECONDITION_FAILED,
                "entityId",
                "there is no payor or payee with this identifier",
            ));
        }
    };
    verify(context, call, &[call.field("smsNumber")])?;

    let (id, token) = (context.new_id(), context.new_id());
    let mut account = Account::invited(id, kind, roles);
    account.entity = entity;
    account.secondary_number = field("secondaryContactNumber");
    account.factor = call.parsed_field("mfaType");
    account.mailed.insert(MailedToken::Invitation, token);
    let facts = Facts {
        given_name: field("firstName").unwrap_or_default(),
        family_name: field("lastName").unwrap_or_default(),
        email: Some(email.to_owned()),
        phone: field("primaryContactNumber"),
        mobile: field("smsNumber"),
        company: None,
    };
    context.create(facts, account);
    Reply::no_content()
}

pub(super) fn update_details(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let (found, account) = rights::visible(context, call)?;
    let (master, number) = (account.has_role(MASTER), found.facts.mobile.clone());
    let verified = verify(context, call, &[number.as_deref(), call.field("smsNumber")])?;
    if master && !verified {
        let message = "is missing; a master administrator is changed with a code only";
        return Err(problem::wrong(Place::Body, "verificationCode", message));
    }
    apply_details(context, call, person)
}

/// Changes what the body has; null clears.
pub(super) fn apply_details(context: &mut Context<'_>, call: &Call<'_>, person: PersonId) -> Outcome {
    let body = call.json();
    ensure(!call.field("email").is_some_and(|email| context.is_taken(email, Some(person))), || {
        problem::about_field(StatusCode::CONFLICT, "email", "another user has this e-mail address")
    })?;
    let set = |name: &str, target: &mut Option<String>| {
        if let Some(value) = body.get(name) {
            *target = value.as_str().map(str::to_owned);
        }
    };
    context.edit_facts(person, |facts| {
        set("email", &mut facts.email);
        set("primaryContactNumber", &mut facts.phone);
        set("smsNumber", &mut facts.mobile);
        for (name, target) in [("firstName", &mut facts.given_name), ("lastName", &mut facts.family_name)] {
            if let Some(value) = body.get(name) {
                value.as_str().unwrap_or("").clone_into(target);
            }
        }
    });
    let token = context.new_id();
    context.edit(person, |account| {
        set("secondaryContactNumber", &mut account.secondary_number);
        // Payees cannot choose; what their schema does not have is ignored.
        let Some(choice) = body.get("mfaType").filter(|_| call.operation.id() == "userDetailsUpdate") else { return };
        let wanted = call.parsed_field("mfaType");
        if account.factor != wanted {
            account.factor = wanted;
            account.registered = false;
            if account.enrolled && *choice != Value::Null {
                account.mailed.insert(MailedToken::MfaRegistration, token);
            }
        }
    });
    Reply::no_content()
}
