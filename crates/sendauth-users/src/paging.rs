//! Lists over all their pages.

use progenitor_client::{Items, Operation, Page, PageRequest, Pages, Paging, pages};

use crate::{Error, builder, operations, types};

/// Gives a list operation its streams. The last names are its parameters other than page and page size.
macro_rules! paged {
    ($builder:ident, $operation:ident, $item:ident, $items:literal, [$($parameter:ident),*]) => {
        impl builder::$builder<'_> {
            #[doc = concat!("Returns the ", $items, " of all pages one by one, each page fetched when it is reached.")]
            ///
            /// Starts at `page` if that is set, and asks for `per_page` of them at a time, or for 100, the most that
            /// SendAuth documents. What is added or removed meanwhile shifts the pages: then some can come twice, or
            /// not at all.
            pub fn stream(self) -> Items<types::$item, Error> {
                self.pages().items()
            }

            /// Returns the pages themselves, otherwise as [`stream`](Self::stream).
            pub fn pages(self) -> Pages<types::$item, Error> {
                let Self { client, page, per_page, $($parameter),* } = self;
                let (client, first, size) = (client.clone(), unsigned(page), unsigned(per_page));
                let start = known(&first);
                let paging = paging(&operations::$operation, known(&size));
                let pages = pages(paging, move |asked: PageRequest| {
                    let client = client.clone();
                    let page = parameter(&first, Some(asked.position));
                    let per_page = parameter(&size, asked.size);
                    $(let $parameter = $parameter.clone();)*
                    async move {
                        let call = builder::$builder { client: &client, page, per_page, $($parameter),* };
                        let answer = call.send().await?.into_inner();
                        let total = answer.total.and_then(|total| u64::try_from(total).ok());
                        Ok(Page::new(answer.rows.unwrap_or_default(), total))
                    }
                });
                match start {
                    Some(page) => pages.start_at(page),
                    None => pages,
                }
            }
        }
    };
}

paged!(ListUsers, LIST_USERS, User, "users", [q, permission, sort_by, sort_dir]);
paged!(ListDeletedUsers, LIST_DELETED_USERS, User, "deleted users", [q, permission]);
paged!(GetUserAudits, GET_USER_AUDITS, Audit, "audit entries", [user_id, q]);
paged!(GetUserTransactions, GET_USER_TRANSACTIONS, Transaction, "transactions", [user_id, q]);

/// A parameter as its setter left it.
type Given<N> = Result<Option<N>, String>;

fn unsigned<N>(given: Given<N>) -> Given<u64>
where
    u64: TryFrom<N>,
{
    given?
        .map(|number| u64::try_from(number).map_err(|_| "a page number or size is negative".to_owned()))
        .transpose()
}

fn known(given: &Given<u64>) -> Option<u64> {
    given.as_ref().ok().copied().flatten()
}

/// Passes a number on, or the mistake that was made in setting it.
fn parameter<N: TryFrom<u64>>(given: &Given<u64>, number: Option<u64>) -> Given<N> {
    given.as_ref().map_err(Clone::clone)?;
    number
        .map(|number| N::try_from(number).map_err(|_| "the page number is too large".to_owned()))
        .transpose()
}

fn paging(operation: &Operation, size: Option<u64>) -> Paging {
    operation.pagination.as_ref().map_or(
        Paging::Number { first: 1, size },
        |pagination| Paging::new(pagination, size),
    )
}
