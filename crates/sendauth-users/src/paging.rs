//! Lists over all their pages.

use std::sync::Arc;

use progenitor_client::{Items, Operation, Page, PageRequest, Pages, Paging, pages};

use crate::{Client, Error, builder, operations, types};

/// Gives a list operation its streams.
macro_rules! paged {
    ($call:ident($($id:ident: $type:ty)?), $stream:ident, $pages:ident, $builder:ident, $operation:ident, $item:ident, $items:literal) => {
        impl Client {
            #[doc = concat!("Returns the ", $items, " of all pages one by one, each page fetched when it is reached.")]
            ///
            #[doc = concat!("`filter` sets the optional parameters of [`", stringify!($call), "`](Self::", stringify!($call), "),")]
            /// on the call for each page. Pages have 100 entries, the most that SendAuth documents, unless it sets
            /// `per_page`; a `page` has no effect. What is added or removed meanwhile shifts the pages: then some can
            /// come twice, or not at all.
            pub fn $stream<F>(&self, $($id: $type,)? filter: F) -> Items<types::$item, Error>
            where
                F: Fn(builder::$builder<'_>) -> builder::$builder<'_> + Send + Sync + 'static,
            {
                self.$pages($($id,)? filter).items()
            }

            #[doc = concat!("Returns the pages themselves, otherwise as [`", stringify!($stream), "`](Self::", stringify!($stream), ").")]
            pub fn $pages<F>(&self, $($id: $type,)? filter: F) -> Pages<types::$item, Error>
            where
                F: Fn(builder::$builder<'_>) -> builder::$builder<'_> + Send + Sync + 'static,
            {
                let (client, filter) = (self.clone(), Arc::new(filter));
                pages(paging(&operations::$operation), move |asked: PageRequest| {
                    let (client, filter) = (client.clone(), Arc::clone(&filter));
                    async move {
                        let mut call = client.$call($($id)?);
                        if let Some(size) = asked.size {
                            call = call.per_page(size);
                        }
                        let answer = filter(call).page(asked.position).send().await?.into_inner();
                        let total = answer.total.and_then(|total| u64::try_from(total).ok());
                        Ok(Page::new(answer.rows.unwrap_or_default(), total))
                    }
                })
            }
        }
    };
}

paged!(
    list_users(),
    list_users_stream,
    list_users_pages,
    ListUsers,
    LIST_USERS,
    User,
    "users"
);
paged!(
    list_deleted_users(),
    list_deleted_users_stream,
    list_deleted_users_pages,
    ListDeletedUsers,
    LIST_DELETED_USERS,
    User,
    "deleted users"
);
paged!(
    get_user_audits(user_id: uuid::Uuid), get_user_audits_stream, get_user_audits_pages,
    GetUserAudits, GET_USER_AUDITS, Audit, "audit entries of a user"
);
paged!(
    get_user_transactions(user_id: uuid::Uuid), get_user_transactions_stream, get_user_transactions_pages,
    GetUserTransactions, GET_USER_TRANSACTIONS, Transaction, "transactions of a user"
);

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
