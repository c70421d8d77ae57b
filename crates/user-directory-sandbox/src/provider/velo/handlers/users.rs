//! Reading, inviting, deleting users, and changing their details.

use serde_json::Value;

use super::rights;
use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::velo::account::{Account, Factor, Kind, MASTER, MailedToken, View};
use crate::provider::velo::code::{check_number, verify};
use crate::provider::velo::{auth, problem};
use crate::store::{Facts, PersonId};

pub(super) fn get_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = rights::seen(context.world, context.principal, call)?;
    Reply::ok(&View::new(person, account))
}

pub(super) fn delete_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    rights::not_oneself(context, person)?;
    auth::revoke(context.world, person);
    context.world.store.detach::<Account>(person);
    Reply::no_content()
}

/// Reads a second factor; validation has let no other text pass.
pub(super) fn factor(text: &str) -> Option<Factor> {
    match text {
        "SMS" => Some(Factor::Sms),
        "YUBIKEY" => Some(Factor::Yubikey),
        "TOTP" => Some(Factor::Totp),
        _ => None,
    }
}

pub(super) fn invite_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    rights::may_write(context)?;
    let roles = rights::roles(context, call)?;
    let field = |name| call.field(name).map(str::to_owned);
    for name in ["smsNumber", "primaryContactNumber", "secondaryContactNumber"] {
        if let Some(number) = call.field(name) {
            check_number(name, number)?;
        }
    }
    let email = call.field("email").unwrap_or_default();
    if context.world.store.by_email::<Account>(email).is_some() {
        return Err(problem::taken("email", "there is a user with this e-mail address"));
    }
    let state = &context.world.velo;
    let entity = field("entityId").map(|id| id.to_ascii_lowercase());
    let (kind, entity) = match entity {
        _ if roles.iter().any(|role| role.starts_with("backoffice.")) => (Kind::BackOffice, None),
        None => (Kind::Payor, Some(state.payor.clone())),
        Some(id) if id == state.payor => (Kind::Payor, Some(id)),
        Some(id) if state.payees.get(&id).is_some() => (Kind::Payee, Some(id)),
        Some(_) => {
            let message = "there is no payor or payee with this identifier";
            return Err(problem::precondition("entityId", message));
        }
    };
    verify(context, call, &[call.field("smsNumber")])?;

    let (id, token, now) = (context.id(), context.id(), context.now());
    let mut account = Account::invited(id, kind, roles);
    account.entity = entity;
    account.secondary_number = field("secondaryContactNumber");
    account.factor = call.field("mfaType").and_then(factor);
    account.mailed.insert(MailedToken::Invitation, token);
    let facts = Facts {
        given_name: field("firstName").unwrap_or_default(),
        family_name: field("lastName").unwrap_or_default(),
        email: Some(email.to_owned()),
        phone: field("primaryContactNumber"),
        mobile: field("smsNumber"),
        company: None,
    };
    context.world.store.create(facts, account, now);
    Reply::no_content()
}

pub(super) fn update_details(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = rights::managed(context, call)?;
    let (found, account) = rights::seen(context.world, context.principal, call)?;
    let (master, number) = (account.has_role(MASTER), found.facts.mobile.clone());
    let numbers = [number.as_deref(), call.field("smsNumber")];
    let verified = verify(context, call, &numbers)?;
    if master && !verified {
        return Err(problem::wrong(
            crate::spec::Place::Body,
            "verificationCode",
            "is missing; a master administrator is changed with a code only",
        ));
    }
    apply_details(context, call, person)
}

/// Changes what the body has; null clears.
pub(super) fn apply_details(context: &mut Context<'_>, call: &Call<'_>, person: PersonId) -> Outcome {
    let body = call.json();
    for name in ["smsNumber", "primaryContactNumber", "secondaryContactNumber"] {
        if let Some(number) = call.field(name) {
            check_number(name, number)?;
        }
    }
    if let Some(email) = call.field("email") {
        let holder = context.world.store.holder(email);
        if holder.is_some_and(|holder| holder != person) {
            return Err(problem::taken("email", "another user has this e-mail address"));
        }
    }
    let token = context.id();
    context.world.store.edit(person, |facts, account: &mut Account| {
        for (name, target) in [
            ("email", &mut facts.email),
            ("primaryContactNumber", &mut facts.phone),
            ("smsNumber", &mut facts.mobile),
            ("secondaryContactNumber", &mut account.secondary_number),
        ] {
            if let Some(value) = body.get(name) {
                *target = value.as_str().map(str::to_owned);
            }
        }
        for (name, target) in [("firstName", &mut facts.given_name), ("lastName", &mut facts.family_name)] {
            if let Some(value) = body.get(name) {
                value.as_str().unwrap_or("").clone_into(target);
            }
        }
        // Payees cannot choose; what their schema does not have is not looked at.
        let choice = body.get("mfaType").filter(|_| call.operation.id == "userDetailsUpdate");
        if let Some(choice) = choice {
            let wanted = choice.as_str().and_then(factor);
            if account.factor != wanted {
                account.factor = wanted;
                account.registered = false;
                if account.enrolled && *choice != Value::Null {
                    account.mailed.insert(MailedToken::MfaRegistration, token);
                }
            }
        }
    });
    Reply::no_content()
}
