//! From activation to unlocking: each step is possible from some statuses only.

use serde::Serialize;

use crate::context::{Call, Context};
use crate::message::{Outcome, Reply};
use crate::provider::finbourne::account::{self, Account, Status};
use crate::provider::finbourne::{auth, problem};
use crate::secrets::digest;
use crate::store::PersonId;

/// Characters of a temporary password.
const LENGTH: usize = 16;

/// Finds the user for whom a caller wants something done.
fn target(context: &Context<'_>, call: &Call<'_>) -> Result<(PersonId, Account), Reply> {
    auth::may_write(context)?;
    let (person, account) = account::find_present(&context.world.store, call.path("id"))?;
    Ok((person.id, account.clone()))
}

fn edit(context: &mut Context<'_>, person: PersonId, change: impl FnOnce(&mut Account)) {
    context.world.store.edit_account(person, change);
}

/// Refuses for users whose password is not kept here.
fn held_here(account: &Account) -> Result<(), Reply> {
    if account.external {
        return Err(problem::held_elsewhere());
    }
    Ok(())
}

pub(super) fn send_activation_email(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::Provisioned {
        return Err(problem::activated());
    }
    edit(context, person, |account| account.activation_mails += 1);
    Reply::no_content()
}

/// A password that has to be changed at once.
#[derive(Serialize)]
struct Temporary<'a> {
    password: &'a str,
}

pub(super) fn expire_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(&account)?;
    match account.status {
        Status::Active | Status::Recovery | Status::PasswordExpired => {}
        _ => return Err(problem::status_forbids_expiry()),
    }
    let password = context.world.rng.alphanumeric(LENGTH);
    auth::revoke(context.world, person);
    edit(context, person, |account| {
        account.password = Some(digest(&account.id, &password));
        account.status = Status::PasswordExpired;
    });
    Reply::ok(&Temporary { password: &password })
}

pub(super) fn reset_password(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(&account)?;
    match account.status {
        Status::Active | Status::Recovery | Status::PasswordExpired | Status::LockedOut => {}
        _ => return Err(problem::status_forbids_reset()),
    }
    auth::revoke(context.world, person);
    edit(context, person, |account| {
        account.password = None;
        account.wrong_passwords = 0;
        account.status = Status::Recovery;
    });
    Reply::no_content()
}

pub(super) fn reset_factors(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    held_here(&account)?;
    if matches!(account.status, Status::Provisioned | Status::Suspended) {
        return Err(problem::status_forbids());
    }
    edit(context, person, |account| account.factors = 0);
    Reply::no_content()
}

pub(super) fn unlock_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::LockedOut {
        return Err(problem::not_locked());
    }
    edit(context, person, |account| {
        account.wrong_passwords = 0;
        account.status = Status::Active;
    });
    Reply::no_content()
}

pub(super) fn unsuspend_user(context: &mut Context<'_>, call: &Call<'_>) -> Outcome {
    let (person, account) = target(context, call)?;
    if account.status != Status::Suspended {
        return Err(problem::status_forbids());
    }
    edit(context, person, |account| account.status = Status::Active);
    Reply::no_content()
}
