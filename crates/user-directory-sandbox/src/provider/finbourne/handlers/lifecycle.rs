//! The lifecycle of users: each step is possible in some statuses only.

use serde_json::json;

use crate::provider::finbourne::account::{Account, Status, find_present};
use crate::provider::finbourne::{Context, auth, problem};
use crate::provider::interface::{Call, Outcome, Reply, ensure};
use crate::secrets::digest;
use crate::store::PersonId;

/// Characters of a temporary password.
const LENGTH: usize = 16;

/// Finds the user that the path names, for a caller who may write.
fn target<'a>(context: &'a Context<'_>, call: &Call<'_>) -> Result<(PersonId, &'a Account), Reply> {
    auth::may_write(context)?;
    let (person, account) = find_present(context, call.path("id"))?;
    Ok((person.id, account))
}

/// Refuses users whose password is not kept here.
fn held_here(account: &Account) -> Result<(), Reply> {
    ensure(!account.external, || Reply::from(problem::HELD_ELSEWHERE))
}

pub(super) fn send_activation_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    ensure(account.status == Status::Provisioned, || Reply::from(problem::ACTIVATED))?;
    context.edit(person, |account| account.activation_mails = account.activation_mails.saturating_add(1));
    Reply::no_content()
}

pub(super) fn expire_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(account)?;
    let expires = matches!(account.status, Status::Active | Status::Recovery | Status::PasswordExpired);
    ensure(expires, || Reply::from(problem::STATUS_FORBIDS_EXPIRY))?;
    let password = context.rng().alphanumeric(LENGTH);
    context.state.tokens.revoke(person);
    context.edit(person, |account| {
        account.password = Some(digest(&account.id, &password));
        account.status = Status::PasswordExpired;
    });
    Reply::ok(&json!({ "password": password }))
}

pub(super) fn reset_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(account)?;
    let resets =
        matches!(account.status, Status::Active | Status::Recovery | Status::PasswordExpired | Status::LockedOut);
    ensure(resets, || Reply::from(problem::STATUS_FORBIDS_RESET))?;
    context.state.tokens.revoke(person);
    context.edit(person, |account| {
        account.password = None;
        account.wrong_passwords = 0;
        account.status = Status::Recovery;
    });
    Reply::no_content()
}

pub(super) fn reset_factors(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(account)?;
    ensure(!matches!(account.status, Status::Provisioned | Status::Suspended), || {
        Reply::from(problem::STATUS_FORBIDS)
    })?;
    context.edit(person, |account| account.factors = 0);
    Reply::no_content()
}

pub(super) fn unlock_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    ensure(account.status == Status::LockedOut, || Reply::from(problem::NOT_LOCKED))?;
    context.edit(person, |account| {
        account.wrong_passwords = 0;
        account.status = Status::Active;
    });
    Reply::no_content()
}

pub(super) fn unsuspend_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    ensure(account.status == Status::Suspended, || Reply::from(problem::STATUS_FORBIDS))?;
    context.edit(person, |account| account.status = Status::Active);
    Reply::no_content()
}
