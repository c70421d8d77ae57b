//! Changing an e-mail address, with a code or without.

use http::StatusCode;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::saasus::account::{self, Account, Mail, Mailed};
use crate::provider::saasus::{auth, problem};
use crate::store::PersonId;

/// Refuses an address that is empty or somebody else's.
fn free(context: &Context<'_>, email: &str, person: PersonId) -> Result<(), Reply> {
    if email.trim().is_empty() {
        return Err(problem::bad("invalid_parameter", "field email: is empty"));
    }
    let holder = context.world.store.holder(email);
    if holder.is_some_and(|holder| holder != person) {
        let message = "another user has this e-mail address";
        return Err(problem::bad("email_already_exists", message));
    }
    Ok(())
}

fn set(context: &mut Context<'_>, person: PersonId, email: &str) -> Outcome {
    free(context, email, person)?;
    let email = Some(email.to_owned());
    context.world.store.edit_person(person, |person| person.facts.email = email);
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn update_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = account::find(&context.world.store, call)?.0.id;
    set(context, person, call.field("email").unwrap_or_default())
}

pub(super) fn request_update(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::oneself(context, call)?;
    let email = call.field("email").unwrap_or_default();
    free(context, email, person)?;
    mail(context, person, Mail::EmailUpdate, email);
    Ok(Reply::empty(StatusCode::OK))
}

pub(super) fn confirm_update(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = auth::oneself(context, call)?;
    let email = mailed(context, call, person, Mail::EmailUpdate)?;
    let reply = set(context, person, &email)?;
    used(context, person, Mail::EmailUpdate);
    Ok(reply)
}

/// Mails a code to a user.
pub(super) fn mail(context: &mut Context<'_>, person: PersonId, why: Mail, about: &str) {
    let mailed = Mailed { text: context.world.rng.digits(6), about: about.to_owned(), sent: context.now() };
    context.world.store.edit_account(person, |account: &mut Account| {
        account.mailed.insert(why, mailed);
    });
}

/// Returns what the code of the body is about, if it is the one that was mailed and still good.
pub(super) fn mailed(context: &Context<'_>, call: &Call<'_>, person: PersonId, why: Mail) -> Result<String, Reply> {
    let (sent, now) = (call.field("code").unwrap_or_default(), context.now());
    let account = context.world.store.of::<Account>(person);
    account
        .and_then(|account| account.mailed.get(&why))
        .filter(|mailed| mailed.takes(sent, now))
        .map(|mailed| mailed.about.clone())
        .ok_or_else(|| {
            let message = "the code is not the one that was mailed, or not good any longer";
            problem::bad("invalid_code", message)
        })
}

/// Forgets a code.
pub(super) fn used(context: &mut Context<'_>, person: PersonId, why: Mail) {
    context.world.store.edit_account(person, |account: &mut Account| account.mailed.remove(&why));
}
