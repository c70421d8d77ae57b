//! Deleting people, permanently or not.

use user_directory_core::{ErrorKind, Field, ListQuery, Status, User, UserId, Verb};

use super::{MISSING, checks, times};
use crate::context::Context;
use crate::expect::{About, Checked, expect, expect_error, expect_field};

const GONE: &str = "A deleted person is not in the list, nor found by e-mail address.";
const PURGED: &str = "After a purge nothing brings the person back.";

checks! {
    deleted_is_gone[Delete, Get]: "`get` fails with `NotFound`, or returns the status `Deleted` where `Capabilities::deleted_stay_readable` says so.";
    deleted_is_not_listed[Delete, List]: GONE;
    deleted_is_not_found_by_email[Delete, FindByEmail]: GONE;
    delete_of_the_missing_fails[Delete]: MISSING;
    delete_of_the_deleted_fails[Delete]: MISSING;
    deleted_is_listed_with_the_deleted[ListDeleted, Delete]: "The list of the deleted has them, and nobody else.";
    restore_brings_the_same_person_back[Restore, Delete, Get]: "Restoring brings the same id back, as it was.";
    purged_is_gone_for_good[Purge, Get]: PURGED;
    purge_takes_the_deleted_too[Purge, Delete, Get]: PURGED;
    purge_of_the_missing_fails[Purge]: MISSING;
}

async fn deleted(context: &Context<'_>) -> Checked<User> {
    let person = context.person().await?;
    context.directory.delete(&person.id).await?;
    Ok(person)
}

async fn deleted_is_gone(context: &Context<'_>) -> Checked {
    let id = deleted(context).await?.id;
    context
        .settled(|| async {
            let got = context.directory.get(&id).await;
            if context.capabilities().deleted_stay_readable {
                return expect_field(Field::Status, Status::Deleted, got?.status);
            }
            expect_error(ErrorKind::NotFound, got)
        })
        .await
}

async fn deleted_is_not_listed(context: &Context<'_>) -> Checked {
    let id = deleted(context).await?.id;
    context
        .settled(|| async {
            let (_, listed) = context.all(ListQuery::new()).await?;
            expect("times that the deleted person is in the list", 0, times(&listed, &id))
        })
        .await
}

async fn deleted_is_not_found_by_email(context: &Context<'_>) -> Checked {
    let person = deleted(context).await?;
    let email = person.email().unwrap_or_default().to_owned();
    context
        .settled(|| async {
            let found = context.directory.find_by_email(&email).await?;
            expect("people found by the address of the deleted", 0, found.len())
        })
        .await
}

async fn delete_of_the_missing_fails(context: &Context<'_>) -> Checked {
    expect_error(ErrorKind::NotFound, context.directory.delete(&context.missing()).await)
}

async fn delete_of_the_deleted_fails(context: &Context<'_>) -> Checked {
    let id = deleted(context).await?.id;
    expect_error(ErrorKind::NotFound, context.directory.delete(&id).await)
}

async fn deleted_is_listed_with_the_deleted(context: &Context<'_>) -> Checked {
    let alive = context.person().await?.id;
    let id = deleted(context).await?.id;
    context
        .settled(|| async {
            let (_, listed) = context.all(ListQuery::new().deleted()).await?;
            expect("times that the deleted person is in the list of the deleted", 1, times(&listed, &id))?;
            expect("times that somebody else is in the list of the deleted", 0, times(&listed, &alive))?;
            let others = listed.iter().find(|user| user.status != Status::Deleted);
            others.map_or(Ok(()), |user| expect_field(Field::Status, &Status::Deleted, &user.status))
        })
        .await
}

async fn restore_brings_the_same_person_back(context: &Context<'_>) -> Checked {
    let before = context.directory.get(&context.person().await?.id).await?;
    context.directory.delete(&before.id).await?;
    context.directory.restore(&before.id).await?;
    context
        .settled(|| async {
            let after = context.directory.get(&before.id).await?;
            expect_field(Field::Email, &before.email(), &after.email())?;
            expect_field(Field::Status, &before.status, &after.status)
        })
        .await
}

async fn purged_is_gone_for_good(context: &Context<'_>) -> Checked {
    let id = context.person().await?.id;
    context.directory.purge(&id).await?;
    gone_for_good(context, &id).await
}

async fn purge_takes_the_deleted_too(context: &Context<'_>) -> Checked {
    let id = deleted(context).await?.id;
    context.directory.purge(&id).await?;
    gone_for_good(context, &id).await
}

async fn gone_for_good(context: &Context<'_>, id: &UserId) -> Checked {
    context.settled(|| async { expect_error(ErrorKind::NotFound, context.directory.get(id).await) }).await?;
    if context.may(Verb::Restore) {
        expect_error(ErrorKind::NotFound, context.directory.restore(id).await).at(Verb::Restore)?;
    }
    Ok(())
}

async fn purge_of_the_missing_fails(context: &Context<'_>) -> Checked {
    expect_error(ErrorKind::NotFound, context.directory.purge(&context.missing()).await)
}
