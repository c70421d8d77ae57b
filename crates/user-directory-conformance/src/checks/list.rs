//! Lists.

use super::checks;
use crate::context::{ensure, ensure_error};
use crate::{Context, Failure};
use user_directory_core::{ErrorKind, ListQuery, PageToken, UserId};

checks! {
    list_has_the_person[List];
    small_pages_join_to_the_whole_list[List];
    list_goes_on_from_a_token[List];
    foreign_page_token_is_refused[List];
    list_survives_changes[List, Delete];
}

async fn ids(context: &Context<'_>, query: ListQuery) -> Result<Vec<UserId>, Failure> {
    let users = context.directory.list_with(query).collect().await?;
    Ok(users.into_iter().map(|user| user.id).collect())
}

async fn list_has_the_person(context: &Context<'_>) -> Result<(), Failure> {
    let person = context.person().await?;
    let listed = ids(context, ListQuery::new()).await?;
    let times = listed.iter().filter(|id| **id == person.id).count();
    ensure(times == 1, "the person is not in the list, or more than once")
}

async fn small_pages_join_to_the_whole_list(context: &Context<'_>) -> Result<(), Failure> {
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(context.person().await?.id);
    }
    let listed = ids(context, ListQuery::new().page_size(2)).await?;
    for id in &made {
        let times = listed.iter().filter(|other| *other == id).count();
        ensure(times == 1, "a person is missing from pages of two, or comes twice")?;
    }
    Ok(())
}

async fn list_goes_on_from_a_token(context: &Context<'_>) -> Result<(), Failure> {
    for _ in 0..3 {
        context.person().await?;
    }
    let query = ListQuery::new().page_size(2);
    let first = context.directory.list_page(&query, None).await?;
    let Some(token) = first.next else {
        return Err(Failure::Skip("the whole list comes on one page".to_owned()));
    };
    let again = context.directory.list_page(&query, Some(&token)).await?;
    ensure(
        !again.items.iter().any(|user| first.items.iter().any(|seen| seen.id == user.id)),
        "the second page has somebody of the first one",
    )?;
    let mut rest = context.directory.pages(query).starting_at(token);
    let second = rest.next().await;
    let second = second.ok_or_else(|| Failure::new("the list ends before the token"))??;
    ensure(second.items == again.items, "the same token gives two different pages")
}

async fn foreign_page_token_is_refused(context: &Context<'_>) -> Result<(), Failure> {
    let token = PageToken::new("not a token of this directory");
    let page = context.directory.list_page(&ListQuery::new(), Some(&token)).await;
    ensure_error(page, ErrorKind::InvalidInput, "a page by a foreign token")
}

/// Somebody leaves and somebody comes while the list is read.
async fn list_survives_changes(context: &Context<'_>) -> Result<(), Failure> {
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(context.person().await?.id);
    }
    let mut pages = context.directory.pages(ListQuery::new().page_size(2));
    let (mut seen, mut first) = (Vec::new(), true);
    while let Some(page) = pages.next().await {
        seen.extend(page?.items.into_iter().map(|user| user.id));
        if first {
            first = false;
            context.directory.delete(&made.remove(0)).await?;
            context.person().await?;
        }
    }
    if !context.capabilities().stable_pages {
        // Then somebody may be missed: that it came to an end is all there is to ask.
        return Ok(());
    }
    ensure(made.iter().all(|id| seen.contains(id)), "a person who was there all the time is missing")
}
