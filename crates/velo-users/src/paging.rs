//! Lists over all their pages.

use progenitor_client::{Items, Operation, Page, PageRequest, Pages, Paging, pages};

use crate::{Error, builder, operations, types};

impl builder::ListUsers<'_> {
    /// Returns the users of all pages one by one, each page fetched when it is reached.
    ///
    /// Starts at `page` if that is set, and asks for `page_size` users at a time, or for 100, the most that Velo
    /// gives. A user who is added or removed meanwhile shifts the pages: then others can come twice, or not at all.
    pub fn stream(self) -> Items<types::UserResponse, Error> {
        self.pages().items()
    }

    /// Returns the pages themselves, otherwise as [`stream`](Self::stream).
    pub fn pages(self) -> Pages<types::UserResponse, Error> {
        let Self { client, type_, status, entity_id, page, page_size, sort } = self;
        let (client, first, size) = (client.clone(), unsigned(page), unsigned(page_size));
        let start = known(&first);
        let paging = paging(&operations::LIST_USERS, known(&size));
        let pages = pages(paging, move |asked: PageRequest| {
            let client = client.clone();
            let (type_, status, entity_id, sort) =
                (type_.clone(), status.clone(), entity_id.clone(), sort.clone());
            let page = parameter(&first, Some(asked.position));
            let page_size = parameter(&size, asked.size);
            async move {
                let call = builder::ListUsers { client: &client, type_, status, entity_id, page, page_size, sort };
                let answer = call.send().await?.into_inner();
                let total = answer.page.and_then(|page| page.total_elements);
                Ok(Page::new(
                    answer.content.unwrap_or_default(),
                    total.and_then(|total| u64::try_from(total).ok()),
                ))
            }
        });
        match start {
            Some(page) => pages.start_at(page),
            None => pages,
        }
    }
}

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
