//! The lifecycle of users: each step is possible in some statuses only.

use serde_json::json;

use crate::provider::finbourne::account::{Account, Status, find_present};
use crate::provider::finbourne::{Context, auth, problem};
use crate::provider::interface::{Call, Outcome, Reply};
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
    if account.external {
        return Err(problem::HELD_ELSEWHERE.into());
    }
    Ok(())
}

pub(super) fn send_activation_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::Provisioned {
        return Err(problem::ACTIVATED.into());
    }
    context.edit(person, |account| account.activation_mails = account.activation_mails.saturating_add(1));
    Reply::no_content()
}

pub(super) fn expire_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(account)?;
    match account.status {
        Status::Active | Status::Recovery | Status::PasswordExpired => {}
        _ => return Err(problem::STATUS_FORBIDS_EXPIRY.into()),
    }
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
    match account.status {
        Status::Active | Status::Recovery | Status::PasswordExpired | Status::LockedOut => {}
        _ => return Err(problem::STATUS_FORBIDS_RESET.into()),
    }
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
    if matches!(account.status, Status::Provisioned | Status::Suspended) {
        return Err(problem::STATUS_FORBIDS.into());
    }
    context.edit(person, |account| account.factors = 0);
    Reply::no_content()
}

pub(super) fn unlock_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::LockedOut {
        return Err(problem::NOT_LOCKED.into());
    }
    context.edit(person, |account| {
        account.wrong_passwords = 0;
        account.status = Status::Active;
    });
    Reply::no_content()
}

pub(super) fn unsuspend_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::Suspended {
        return Err(problem::STATUS_FORBIDS.into());
    }
    context.edit(person, |account| account.status = Status::Active);
    Reply::no_content()
}
