//! Deleting persons, for good or not.

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::{ErrorKind, Status, UserId, Verb};

checks! {
    deleted_is_gone[Delete, Get];
    deleted_is_not_listed[Delete, List];
    deleted_is_not_found_by_email[Delete, FindByEmail];
    delete_of_the_missing_fails[Delete];
    delete_of_the_deleted_fails[Delete];
    deleted_is_listed_with_the_deleted[Delete, ListDeleted];
    restore_brings_the_same_person_back[Delete, Restore, Get];
    purged_is_gone_for_good[Purge, Get];
    purge_takes_the_deleted_too[Delete, Purge, Get];
    purge_of_the_missing_fails[Purge];
}

async fn deleted(context: &Context<'_>) -> Result<UserId, Failure> {
    let id = context.person().await?.id;
    context.directory.delete(&id).await?;
    Ok(id)
}

async fn deleted_is_gone(context: &Context<'_>) -> Result<(), Failure> {
    let id = deleted(context).await?;
    let got = context.directory.get(&id).await;
    if context.capabilities().deleted_stay_readable {
        return ensure(got?.status == Status::Deleted, "a deleted person has another status");
    }
    ensure_error(got, ErrorKind::NotFound, "get of a deleted person")
}

async fn deleted_is_not_listed(context: &Context<'_>) -> Result<(), Failure> {
    let id = deleted(context).await?;
    let listed = context.directory.list().collect().await?;
    ensure(!listed.iter().any(|user| user.id == id), "a deleted person is in the list")
}

async fn deleted_is_not_found_by_email(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let email = person.email().unwrap_or_default().to_owned();
    context.directory.delete(&person.id).await?;
    let found = context.directory.find_by_email(&email).await?;
    ensure(found.is_empty(), "a deleted person is found by their e-mail address")
}

async fn delete_of_the_missing_fails(context: &Context<'_>) -> Result<(), Failure> {
    let result = context.directory.delete(&context.missing()).await;
    ensure_error(result, ErrorKind::NotFound, "delete of a missing person")
}

async fn delete_of_the_deleted_fails(context: &Context<'_>) -> Result<(), Failure> {
    let id = deleted(context).await?;
    let result = context.directory.delete(&id).await;
    ensure_error(result, ErrorKind::NotFound, "delete of a deleted person")
}

async fn deleted_is_listed_with_the_deleted(context: &Context<'_>) -> Result<(), Failure> {
    let alive = context.person().await?.id;
    let id = deleted(context).await?;
    let listed = context.directory.list_deleted().collect().await?;
    let person = listed.iter().find(|user| user.id == id);
    let person = person.ok_or_else(|| Failure::new("a deleted person is not in the list of the deleted"))?;
    ensure(person.status == Status::Deleted, "a deleted person has another status")?;
    ensure(!listed.iter().any(|user| user.id == alive), "somebody who is not deleted is in the list of the deleted")
}

async fn restore_brings_the_same_person_back(context: &Context<'_>) -> Result<(), Failure> {
    let before = context.directory.get(&context.person().await?.id).await?;
    context.directory.delete(&before.id).await?;
    context.directory.restore(&before.id).await?;
    let after = context.directory.get(&before.id).await?;
    ensure(after.emails == before.emails && after.status == before.status, "a restored person is not who they were")
}

async fn purged_is_gone_for_good(context: &Context<'_>) -> Result<(), Failure> {
    let id = context.person().await?.id;
    context.directory.purge(&id).await?;
    gone_for_good(context, &id).await
}

async fn purge_takes_the_deleted_too(context: &Context<'_>) -> Result<(), Failure> {
    let id = deleted(context).await?;
    context.directory.purge(&id).await?;
    gone_for_good(context, &id).await
}

async fn gone_for_good(context: &Context<'_>, id: &UserId) -> Result<(), Failure> {
    let got = context.directory.get(id).await;
    ensure_error(got, ErrorKind::NotFound, "get of a purged person")?;
    if context.directory.supports(Verb::Restore) {
        let restored = context.directory.restore(id).await;
        ensure_error(restored, ErrorKind::NotFound, "restore of a purged person")?;
    }
    Ok(())
}

async fn purge_of_the_missing_fails(context: &Context<'_>) -> Result<(), Failure> {
    let result = context.directory.purge(&context.missing()).await;
    ensure_error(result, ErrorKind::NotFound, "purge of a missing person")
}
