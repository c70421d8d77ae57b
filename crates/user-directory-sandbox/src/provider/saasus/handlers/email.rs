//! Changing an e-mail address, with a code or without.

use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::provider::saasus::account::{Mail, Mailed, find};
use crate::provider::saasus::{Context, auth, problem};
use crate::store::PersonId;

/// Refuses an address that is empty or another user's.
fn check_email(context: &Context<'_>, email: &str, person: PersonId) -> Result<(), Reply> {
    ensure(!email.trim().is_empty(), || problem::bad("invalid_parameter", "field email: is empty"))?;
    ensure(!context.is_taken(email, Some(person)), || {
        problem::bad("email_already_exists", "another user has this e-mail address")
    })
}

fn set(context: &mut Context<'_>, person: PersonId, email: &str) -> Outcome {
    check_email(context, email, person)?;
    context.edit_facts(person, |facts| facts.email = Some(email.to_owned()));
    Reply::done()
}

pub(super) fn update_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let person = find(context, call)?.0.id;
    set(context, person, call.required("email"))
}

pub(super) fn request_update(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = auth::named_holder(context, call)?;
    let email = call.required("email");
    check_email(context, email, person)?;
    mail(context, person, Mail::EmailUpdate, email);
    Reply::done()
}

pub(super) fn confirm_update(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, _) = auth::named_holder(context, call)?;
    let email = mailed(context, call, person, Mail::EmailUpdate)?;
    let reply = set(context, person, &email)?;
    forget(context, person, Mail::EmailUpdate);
    Ok(reply)
}

/// Mails a code to a user.
pub(super) fn mail(context: &mut Context<'_>, person: PersonId, why: Mail, about: &str) {
    let mailed = Mailed { text: context.rng().digits(6), about: about.to_owned(), sent: context.now() };
    context.edit(person, |account| account.mailed.insert(why, mailed));
}

/// Returns what the code of the body is about, if it is the one that was mailed and still valid.
pub(super) fn mailed(context: &Context<'_>, call: &Call<'_>, person: PersonId, why: Mail) -> Result<String, Reply> {
    let (sent, now) = (call.required("code"), context.now());
    let mailed = context.account(person).and_then(|account| account.mailed.get(&why));
    let mailed = mailed.filter(|mailed| mailed.matches(sent, now));
    let wrong = || problem::bad("invalid_code", "the code is not the one that was mailed, or has expired");
    mailed.map(|mailed| mailed.about.clone()).ok_or_else(wrong)
}

/// Forgets a code that has been used.
pub(super) fn forget(context: &mut Context<'_>, person: PersonId, why: Mail) {
    context.edit(person, |account| account.mailed.remove(&why));
}
