//! Users from creation or sign-up to deletion.

use serde_json::json;

use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::saasus::account::{Account, find, show};
use crate::provider::saasus::{Context, problem};
use crate::store::{Facts, PersonId};

/// Least number of characters of a password.
const SHORTEST: usize = 8;

pub(super) fn get_saas_users(context: &mut Context<'_>, _: &Call<'_>) -> Outcome {
    let page = context.page(&(), false, 0, usize::MAX);
    Reply::ok(&json!({ "users": context.show(&page.people, show) }))
}

pub(super) fn get_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = find(context, call)?;
    Reply::ok(&show(person, account))
}

/// Returns the address of the body, unless it is empty or a user's.
fn free_email<'a>(context: &Context<'_>, call: &'a Call<'_>) -> Result<&'a str, Reply> {
    let email = call.required("email");
    ensure(!email.trim().is_empty(), || problem::bad("invalid_parameter", "field email: is empty"))?;
    ensure(context.user_by_email(email).is_none(), || {
        problem::bad("email_already_exists", "there is a user with this e-mail address")
    })?;
    Ok(email)
}

fn password<'a>(call: &'a Call<'_>) -> Result<&'a str, Reply> {
    let password = call.required("password");
    ensure(password.chars().count() >= SHORTEST, || {
        problem::bad("invalid_parameter", &format!("field password: has less than {SHORTEST} characters"))
    })?;
    Ok(password)
}

fn create(context: &mut Context<'_>, email: &str, account: Account) -> PersonId {
    context.create(Facts { email: Some(email.to_owned()), ..Facts::default() }, account)
}

/// Answers with a new user.
pub(super) fn created(context: &Context<'_>, person: PersonId) -> Outcome {
    let missing = || problem::bad("not_found", "there is no such user");
    let (person, account) = context.user(person).ok_or_else(missing)?;
    Reply::created(&show(person, account))
}

pub(super) fn create_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (email, password) = (free_email(context, call)?, password(call)?);
    let mut account = Account::new(context.new_id());
    account.set_password(password);
    let person = create(context, email, account);
    created(context, person)
}

pub(super) fn delete_saas_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call)?.0.id;
    context.state.tokens.revoke(person);
    context.remove(person);
    Reply::done()
}

pub(super) fn update_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call)?.0.id;
    let password = password(call)?;
    context.edit(person, |account| account.set_password(password));
    Reply::done()
}

/// Creates the user of the body, who is mailed a temporary password.
pub(super) fn signed_up(context: &mut Context<'_>, call: &Call<'_>) -> Result<PersonId, Reply> {
    let email = free_email(context, call)?;
    let mut account = Account::new(context.new_id());
    account.mail_password(context.rng().alphanumeric(16), email.to_owned(), context.now());
    Ok(create(context, email, account))
}

pub(super) fn sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = signed_up(context, call)?;
    created(context, person)
}

pub(super) fn resend_sign_up(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let email = call.required("email");
    let found = context.user_by_email(email);
    let (person, account) = found.ok_or_else(|| problem::no_such_user(call.operation))?;
    ensure(account.temporary, || problem::bad("already_confirmed", "the user has a password already"))?;
    let person = person.id;
    let (temporary, now) = (context.rng().alphanumeric(16), context.now());
    context.edit(person, |account| account.mail_password(temporary, email.to_owned(), now));
    Reply::done()
}
