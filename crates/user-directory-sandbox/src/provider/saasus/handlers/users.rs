//! Users from creation or sign-up to their end.

use http::StatusCode;
use serde_json::json;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::saasus::account::{self, Account, View};
use crate::provider::saasus::{auth, problem};
use crate::store::{Facts, PersonId};

/// Characters that a password has at least.
const SHORTEST: usize = 8;

pub(super) fn get_saas_users(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let found = context.world.store.iter::<Account>();
    let users: Vec<_> = found.map(|(person, account)| View::new(person, account)).collect();
    Reply::ok(&json!({ "users": users }))
}

pub(super) fn get_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = account::find(&context.world.store, call)?;
    Reply::ok(&View::new(person, account))
}

/// Refuses an address that is empty or a user's.
fn free<'a>(context: &Context<'_>, call: &'a Call<'_>) -> Result<&'a str, Reply> {
    let email = call.field("email").unwrap_or_default();
    if email.trim().is_empty() {
        return Err(problem::bad("invalid_parameter", "field email: is empty"));
    }
    if context.world.store.by_email::<Account>(email).is_some() {
        let message = "there is a user with this e-mail address";
        return Err(problem::bad("email_already_exists", message));
    }
    Ok(email)
}

fn password<'a>(call: &'a Call<'_>) -> Result<&'a str, Reply> {
    let password = call.field("password").unwrap_or_default();
    if password.chars().count() < SHORTEST {
        let message = format!("field password: has less than {SHORTEST} characters");
        return Err(problem::bad("invalid_parameter", &message));
    }
    Ok(password)
}

fn create(context: &mut Context<'_>, email: &str, account: Account) -> PersonId {
    let facts = Facts { email: Some(email.to_owned()), ..Facts::default() };
    let now = context.now();
    context.world.store.create(facts, account, now)
}

fn created(context: &Context<'_>, person: PersonId) -> Outcome {
    let store = &context.world.store;
    let found = store.person(person).zip(store.of::<Account>(person));
    let (person, account) = found.ok_or_else(|| Reply::empty(StatusCode::INTERNAL_SERVER_ERROR))?;
    Reply::created(&View::new(person, account))
}

pub(super) fn create_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (email, password) = (free(context, call)?, password(call)?);
    let mut account = Account::new(context.id());
    account.set_password(password);
    let person = create(context, email, account);
    created(context, person)
}

pub(super) fn delete_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = account::find(&context.world.store, call)?.0.id;
    auth::revoke(context.world, person);
    context.world.store.detach::<Account>(person);
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn update_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = account::find(&context.world.store, call)?.0.id;
    let password = password(call)?;
    context.world.store.edit_account(person, |account: &mut Account| {
        account.set_password(password);
    });
    Ok(Reply::empty(StatusCode::OK))
}

/// Creates the user of the body, who is mailed a temporary password.
pub(super) fn signed_up(context: &mut Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let email = free(context, call)?;
    let (id, now) = (context.id(), context.now());
    let temporary = context.world.rng.alphanumeric(16);
    let mut account = Account::new(id);
    account.mail_password(temporary, email.to_owned(), now);
    Ok(create(context, email, account))
}

pub(super) fn sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = signed_up(context, call)?;
    created(context, person)
}

/// Answers with a user who has just signed up.
pub(super) fn answer_sign_up(context: &Context<'_>, person: PersonId) -> Outcome {
    created(context, person)
}

pub(super) fn resend_sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let email = call.field("email").unwrap_or_default();
    let found = context.world.store.by_email::<Account>(email);
    let (person, account) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    if !account.temporary {
        let message = "the user has a password already";
        return Err(problem::bad("already_confirmed", message));
    }
    let (person, now) = (person.id, context.now());
    let temporary = context.world.rng.alphanumeric(16);
    context.world.store.edit_account(person, |account: &mut Account| {
        account.mail_password(temporary, email.to_owned(), now);
    });
    Ok(Reply::empty(StatusCode::OK))
}
