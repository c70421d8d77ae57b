//! Steps in the life of an account.

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::request::Lifecycle;
use user_directory_core::{Action, ErrorKind, Status, UserId};

checks! {
    disable_takes_out_of_use[Disable, Get];
    disable_of_the_disabled_succeeds[Disable];
    enable_puts_into_use[Disable, Enable, Get];
    enable_of_the_enabled_succeeds[Disable, Enable];
    lock_locks[Lock, Get];
    lock_of_the_locked_succeeds[Lock];
    lock_is_not_disable[Lock, Get];
    unlock_unlocks[Lock, Unlock, Get];
    unlock_of_the_unlocked_succeeds[Unlock];
    enable_does_not_unlock[Lock, Disable, Enable, Get];
    reset_mfa_succeeds[ResetMfa];
    reset_password_succeeds[ResetPassword];
    actions_on_the_missing_fail[];
}

async fn status(context: &Context<'_>, id: &UserId) -> Result<Status, Failure> {
    Ok(context.directory.get(id).await?.status)
}

async fn locked(context: &Context<'_>, id: &UserId) -> Result<Option<bool>, Failure> {
    Ok(context.directory.get(id).await?.locked)
}

async fn disable_takes_out_of_use(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.disable(&id).await?;
    ensure(status(context, &id).await? == Status::Disabled, "a disabled account has another status")
}

async fn disable_of_the_disabled_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.disable(&id).await?;
    Ok(context.directory.disable(&id).await?)
}

async fn enable_puts_into_use(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.disable(&id).await?;
    context.directory.enable(&id).await?;
    ensure(status(context, &id).await? == Status::Active, "an enabled account has another status")
}

async fn enable_of_the_enabled_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.disable(&id).await?;
    context.directory.enable(&id).await?;
    Ok(context.directory.enable(&id).await?)
}

async fn lock_locks(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.lock(&id).await?;
    ensure(locked(context, &id).await? == Some(true), "a locked account is not locked")
}

async fn lock_of_the_locked_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.lock(&id).await?;
    Ok(context.directory.lock(&id).await?)
}

async fn lock_is_not_disable(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    let before = status(context, &id).await?;
    context.directory.lock(&id).await?;
    ensure(status(context, &id).await? == before, "a lock changed the status")
}

async fn unlock_unlocks(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.lock(&id).await?;
    context.directory.unlock(&id).await?;
    ensure(locked(context, &id).await? == Some(false), "an unlocked account is not unlocked")
}

async fn unlock_of_the_unlocked_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    Ok(context.directory.unlock(&id).await?)
}

async fn enable_does_not_unlock(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.disable(&id).await?;
    context.directory.lock(&id).await?;
    context.directory.enable(&id).await?;
    ensure(locked(context, &id).await? == Some(true), "enabling a locked account unlocked it")
}

async fn reset_mfa_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.reset_mfa(&id).await?;
    let mfa = match context.directory.get(&id).await {
        Ok(user) => user.mfa,
        Err(error) if error.is_unsupported() => None,
        Err(error) => return Err(error.into()),
    };
    ensure(mfa.is_none_or(|mfa| !mfa.enrolled), "the second factor is still set up after a reset")
}

async fn reset_password_succeeds(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.reset_password(&id).await?;
    Ok(())
}

async fn actions_on_the_missing_fail(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.missing();
    let mut any = false;
    for action in Action::ALL {
        let verb = action.verb();
        if context.directory.supports(verb) && context.fixture.allows(verb) {
            any = true;
            let result = context.directory.as_dyn().lifecycle(Lifecycle::new(&id, *action)).await;
            ensure_error(result, ErrorKind::NotFound, &format!("{verb} of a missing person"))?;
        }
    }
    if any {
        return Ok(());
    }
    Err(Failure::Skip("the directory has no actions".to_owned()))
}
