//! Steps in the life of an account.

use std::fmt::Debug;

use user_directory_core::request::Lifecycle;
use user_directory_core::{Action, ErrorKind, Field, Status, User, UserId};

use super::{MISSING, checks};
use crate::context::Context;
use crate::expect::{About, Checked, expect_error, expect_field, skipped};

const ENABLED: &str = "An enabled account has the status `Active`, a disabled one the status `Disabled`.";
const AGAIN: &str = "Enabling what is enabled succeeds and changes nothing; so do disabling the disabled, locking the \
                     locked and unlocking the unlocked.";
const LOCKED: &str = "A locked account says that it is locked, an unlocked one that it is not.";
const APART: &str = "A lock and the status are two things. Unlocking does not enable, enabling does not unlock.";

checks! {
    disable_takes_out_of_use[Disable, Get]: ENABLED;
    disable_of_the_disabled_succeeds[Disable]: AGAIN;
    enable_puts_into_use[Enable, Disable, Get]: ENABLED;
    enable_of_the_enabled_succeeds[Enable, Disable]: AGAIN;
    lock_locks[Lock, Get]: LOCKED;
    lock_of_the_locked_succeeds[Lock]: AGAIN;
    lock_is_not_disable[Lock, Get]: APART;
    unlock_unlocks[Unlock, Lock, Get]: LOCKED;
    unlock_of_the_unlocked_succeeds[Unlock]: AGAIN;
    enable_does_not_unlock[Enable, Lock, Disable, Get]: APART;
    reset_mfa_succeeds[ResetMfa]: "After a reset no second factor is set up.";
    reset_password_succeeds[ResetPassword]: "The password of an existing person can be reset.";
    actions_on_the_missing_fail[]: MISSING;
}

/// Makes a person and takes these steps with them.
async fn after(context: &Context<'_>, steps: &[Action]) -> Checked<UserId> {
    let id = context.person().await?.id;
    for action in steps {
        context.directory.lifecycle_with(Lifecycle::new(&id, *action)).await?;
    }
    Ok(id)
}

/// Fails unless a field of the person comes to have this value.
async fn becomes<T: PartialEq + Debug>(
    context: &Context<'_>,
    id: &UserId,
    field: Field,
    expected: &T,
    of: impl Fn(User) -> T,
) -> Checked {
    context.settled(|| async { expect_field(field, expected, &of(context.directory.get(id).await?)) }).await
}

async fn disable_takes_out_of_use(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::Disable]).await?;
    becomes(context, &id, Field::Status, &Status::Disabled, |user| user.status).await
}

async fn disable_of_the_disabled_succeeds(context: &Context<'_>) -> Checked {
    after(context, &[Action::Disable, Action::Disable]).await.map(drop)
}

async fn enable_puts_into_use(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::Disable, Action::Enable]).await?;
    becomes(context, &id, Field::Status, &Status::Active, |user| user.status).await
}

async fn enable_of_the_enabled_succeeds(context: &Context<'_>) -> Checked {
    after(context, &[Action::Disable, Action::Enable, Action::Enable]).await.map(drop)
}

async fn lock_locks(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::Lock]).await?;
    becomes(context, &id, Field::Locked, &Some(true), |user| user.locked).await
}

async fn lock_of_the_locked_succeeds(context: &Context<'_>) -> Checked {
    after(context, &[Action::Lock, Action::Lock]).await.map(drop)
}

async fn lock_is_not_disable(context: &Context<'_>) -> Checked {
    let before = context.directory.get(&after(context, &[]).await?).await?;
    context.directory.lock(&before.id).await?;
    becomes(context, &before.id, Field::Locked, &Some(true), |user| user.locked).await?;
    becomes(context, &before.id, Field::Status, &before.status, |user| user.status).await
}

async fn unlock_unlocks(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::Lock, Action::Unlock]).await?;
    becomes(context, &id, Field::Locked, &Some(false), |user| user.locked).await
}

async fn unlock_of_the_unlocked_succeeds(context: &Context<'_>) -> Checked {
    after(context, &[Action::Unlock]).await.map(drop)
}

async fn enable_does_not_unlock(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::Disable, Action::Lock, Action::Enable]).await?;
    becomes(context, &id, Field::Locked, &Some(true), |user| user.locked).await
}

async fn reset_mfa_succeeds(context: &Context<'_>) -> Checked {
    let id = after(context, &[Action::ResetMfa]).await?;
    context
        .settled(|| async {
            match context.directory.get(&id).await {
                Ok(user) => expect_field(Field::Mfa, false, user.mfa.is_some_and(|mfa| mfa.enrolled)),
                Err(error) if error.is_unsupported() => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
        .await
}

async fn reset_password_succeeds(context: &Context<'_>) -> Checked {
    after(context, &[Action::ResetPassword]).await.map(drop)
}

async fn actions_on_the_missing_fail(context: &Context<'_>) -> Checked {
    let id = context.missing();
    let actions: Vec<_> = Action::ALL.iter().filter(|action| context.may(action.verb())).collect();
    if actions.is_empty() {
        return Err(skipped("the directory has no actions"));
    }
    for action in actions {
        expect_error(ErrorKind::NotFound, context.directory.lifecycle_with(Lifecycle::new(&id, *action)).await)
            .at(action.verb())?;
    }
    Ok(())
}
