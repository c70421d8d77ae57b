//! Steps in the life of an account.

use user_directory_core::request::Lifecycle;
use user_directory_core::{Action, ErrorKind, Field, Status, UserId, Verb};

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

/// Fails unless the person comes to be what an action makes of them.
async fn becomes(context: &Context<'_>, id: &UserId, action: Action) -> Checked {
    let look = || async {
        let user = context.directory.get(id).await?;
        match action {
            Action::Enable => expect_field(Field::Status, Status::Active, user.status),
            Action::Disable => expect_field(Field::Status, Status::Disabled, user.status),
            _ => expect_field(Field::Locked, Some(action == Action::Lock), user.locked),
        }
    };
    context.settled(look).await
}

/// Makes a person, takes these steps with them, and then one that has nothing left to do: it changes nothing.
async fn again(context: &Context<'_>, steps: &[Action], action: Action) -> Checked {
    let id = after(context, steps).await?;
    let step = context.directory.lifecycle_with(Lifecycle::new(&id, action));
    if !context.may(Verb::Get) {
        return Ok(step.await.map(drop)?);
    }
    // What the steps changed must be seen before it can be compared.
    if context.settles() && !steps.is_empty() {
        becomes(context, &id, action).await?;
    }
    let before = context.directory.get(&id).await?;
    step.await?;
    context.unchanged(&before).await
}

async fn disable_takes_out_of_use(context: &Context<'_>) -> Checked {
    becomes(context, &after(context, &[Action::Disable]).await?, Action::Disable).await
}

async fn disable_of_the_disabled_succeeds(context: &Context<'_>) -> Checked {
    again(context, &[Action::Disable], Action::Disable).await
}

async fn enable_puts_into_use(context: &Context<'_>) -> Checked {
    becomes(context, &after(context, &[Action::Disable, Action::Enable]).await?, Action::Enable).await
}

async fn enable_of_the_enabled_succeeds(context: &Context<'_>) -> Checked {
    again(context, &[Action::Disable, Action::Enable], Action::Enable).await
}

async fn lock_locks(context: &Context<'_>) -> Checked {
    becomes(context, &after(context, &[Action::Lock]).await?, Action::Lock).await
}

async fn lock_of_the_locked_succeeds(context: &Context<'_>) -> Checked {
    again(context, &[Action::Lock], Action::Lock).await
}

async fn lock_is_not_disable(context: &Context<'_>) -> Checked {
    let before = context.directory.get(&after(context, &[]).await?).await?;
    context.directory.lock(&before.id).await?;
    becomes(context, &before.id, Action::Lock).await?;
    expect_field(Field::Status, before.status, context.directory.get(&before.id).await?.status)
}

async fn unlock_unlocks(context: &Context<'_>) -> Checked {
    becomes(context, &after(context, &[Action::Lock, Action::Unlock]).await?, Action::Unlock).await
}

async fn unlock_of_the_unlocked_succeeds(context: &Context<'_>) -> Checked {
    again(context, &[], Action::Unlock).await
}

async fn enable_does_not_unlock(context: &Context<'_>) -> Checked {
    becomes(context, &after(context, &[Action::Disable, Action::Lock, Action::Enable]).await?, Action::Lock).await
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
