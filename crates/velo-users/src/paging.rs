//! Lists over all their pages.

use std::sync::Arc;

use progenitor_client::{Items, Operation, Page, PageRequest, Pages, Paging, pages};

use crate::{Client, Error, builder, operations, types};

impl Client {
    /// Returns the users of all pages one by one, each page fetched when it is reached.
    ///
    /// `filter` sets the optional parameters of [`list_users`](Self::list_users), on the call for each page: as in
    /// `client.list_users_stream(|list| list.status(UserStatus::Enabled))`. Pages have 100 users, the most that Velo
    /// gives, unless it sets `page_size`; a `page` has no effect. A user who is added or removed meanwhile shifts the
    /// pages: then others can come twice, or not at all.
    pub fn list_users_stream<F>(&self, filter: F) -> Items<types::UserResponse, Error>
    where
        F: Fn(builder::ListUsers<'_>) -> builder::ListUsers<'_> + Send + Sync + 'static,
    {
        self.list_users_pages(filter).items()
    }

    /// Returns the pages themselves, otherwise as [`list_users_stream`](Self::list_users_stream).
    pub fn list_users_pages<F>(&self, filter: F) -> Pages<types::UserResponse, Error>
    where
        F: Fn(builder::ListUsers<'_>) -> builder::ListUsers<'_> + Send + Sync + 'static,
    {
        let (client, filter) = (self.clone(), Arc::new(filter));
        pages(
            paging(&operations::LIST_USERS),
            move |asked: PageRequest| {
                let (client, filter) = (client.clone(), Arc::clone(&filter));
                async move {
                    let mut call = client.list_users();
                    if let Some(size) = asked.size {
                        call = call.page_size(size);
                    }
                    let answer = filter(call).page(asked.position).send().await?.into_inner();
                    let total = answer.page.and_then(|page| page.total_elements);
                    let total = total.and_then(|total| u64::try_from(total).ok());
                    Ok(Page::new(answer.content.unwrap_or_default(), total))
                }
            },
        )
    }
}

/// Returns how a list goes on, as the table of operations says.
fn paging(operation: &Operation) -> Paging {
    let plain = Paging::Number {
        first: 1,
        size: None,
    };
    operation
        .pagination
        .as_ref()
        .map_or(plain, |pagination| Paging::new(pagination, None))
}
