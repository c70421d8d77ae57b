//! Lists.

use user_directory_core::{ErrorKind, ListQuery, PageToken, UserId};

use super::{checks, times};
use crate::context::Context;
use crate::expect::{Checked, ensure, expect, expect_error, failed, skipped};

const ONCE: &str = "Who is there all the time comes exactly once if `Capabilities::stable_pages` says so.";
const TOKEN: &str = "A page token belongs to one directory and one query.";

checks! {
    list_has_the_person[List]: ONCE;
    small_pages_join_to_the_whole_list[List]: ONCE;
    list_goes_on_from_a_token[List]: TOKEN;
    foreign_page_token_is_refused[List]: "One that the directory did not make fails with `InvalidInput`.";
    list_survives_changes[List, Delete]: ONCE;
}

/// Makes several people, who are in the list if it ever shows them.
async fn people(context: &Context<'_>, count: usize) -> Checked<Vec<UserId>> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(context.person().await?.id);
    }
    if context.settles() {
        each_once(context, ListQuery::new(), &ids).await?;
    }
    Ok(ids)
}

/// Fails unless each of these people is in the list once.
async fn each_once(context: &Context<'_>, query: ListQuery, ids: &[UserId]) -> Checked {
    context
        .settled(|| async {
            let (_, listed) = context.all(query.clone()).await?;
            for id in ids {
                expect("times that the person is in the list", 1, times(&listed, id))?;
            }
            Ok(())
        })
        .await
}

/// Returns a query with pages so small that there are several, and not more because the account has others.
async fn small_pages(context: &Context<'_>) -> Checked<ListQuery> {
    let query = context.large_pages(ListQuery::new());
    let page = context.directory.list_page(&query, None).await?;
    let count = match (page.next, page.total) {
        (Some(_), None) => context.all(query).await?.1.len(),
        (Some(_), Some(total)) => usize::try_from(total).unwrap_or(usize::MAX),
        (None, _) => page.items.len(),
    };
    Ok(ListQuery::new().page_size(u32::try_from(count.div_ceil(4)).unwrap_or(u32::MAX).max(2)))
}

async fn list_has_the_person(context: &Context<'_>) -> Checked {
    let ids = people(context, 1).await?;
    each_once(context, ListQuery::new(), &ids).await
}

async fn small_pages_join_to_the_whole_list(context: &Context<'_>) -> Checked {
    let ids = people(context, 5).await?;
    let query = small_pages(context).await?;
    each_once(context, query, &ids).await
}

async fn list_goes_on_from_a_token(context: &Context<'_>) -> Checked {
    people(context, 3).await?;
    let query = ListQuery::new().page_size(2);
    let first = context.directory.list_page(&query, None).await?;
    let Some(token) = first.next else {
        return Err(skipped("the whole list comes on one page"));
    };
    let again = context.directory.list_page(&query, Some(&token)).await?;
    let both = again.items.iter().filter(|user| first.items.iter().any(|seen| seen.id == user.id)).count();
    expect("people of the first page on the second", 0, both)?;
    let second = context.directory.pages(query).starting_at(token).next().await;
    let second = second.ok_or_else(|| failed("a page at the token", "the end of the list"))??;
    ensure(second.items == again.items, "the same page for the same token", "another page")
}

async fn foreign_page_token_is_refused(context: &Context<'_>) -> Checked {
    let token = PageToken::new("not a token of this directory");
    expect_error(ErrorKind::InvalidInput, context.directory.list_page(&ListQuery::new(), Some(&token)).await)
}

/// Somebody leaves and somebody comes while the list is read.
async fn list_survives_changes(context: &Context<'_>) -> Checked {
    let mut made = people(context, 5).await?;
    let query = small_pages(context).await?;
    let mut pages = context.directory.pages(query);
    let (mut seen, mut first) = (Vec::new(), true);
    while let Some(page) = pages.next().await {
        seen.extend(page?.items);
        if std::mem::take(&mut first) {
            context.directory.delete(&made.remove(0)).await?;
            context.person().await?;
        }
    }
    if !context.capabilities().stable_pages {
        // Then somebody may be missed or come twice: that it came to an end is all there is to ask.
        return Ok(());
    }
    made.iter().try_for_each(|id| expect("times that who was there all the time is in the list", 1, times(&seen, id)))
}
