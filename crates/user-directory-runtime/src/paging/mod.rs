//! Lists that come in pages.

mod items;
mod stream;

use std::hash::{DefaultHasher, Hasher};

use serde::Serialize;

use crate::{Error, Operation, Pagination};

pub use items::Items;
pub use stream::{Pages, list_pages};

/// Which page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The page number, counted as the server counts, or the number of items to skip.
    pub position: u64,
    /// The number of items to ask for; `None` leaves it to the server.
    pub size: Option<u64>,
}

impl PageRequest {
    /// Returns the position as a call's parameter.
    ///
    /// # Errors
    ///
    /// Fails if the parameter's type does not hold it.
    pub fn position<N: TryFrom<u64>, P>(&self, operation: &Operation) -> Result<Option<N>, Error<P>> {
        parameter(self.position, operation).map(Some)
    }

    /// Returns the number of items to ask for as a call's parameter.
    ///
    /// # Errors
    ///
    /// Fails if the parameter's type does not hold it.
    pub fn size<N: TryFrom<u64>, P>(&self, operation: &Operation) -> Result<Option<N>, Error<P>> {
        self.size.map(|size| parameter(size, operation)).transpose()
    }
}

fn parameter<N: TryFrom<u64>, P>(value: u64, operation: &Operation) -> Result<N, Error<P>> {
    N::try_from(value)
        .map_err(|_| Error::invalid_request(operation, "the list is longer than its page parameter can count"))
}

/// How positions go on from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Paging {
    /// The position of the first page.
    first: u64,
    /// The number of items to ask for; `None` leaves it to the server.
    size: Option<u64>,
    /// Whether a position is a number of items to skip, and not a page number.
    by_offset: bool,
}

/// The page size for servers that document neither a default nor a maximum.
const SIZE: u64 = 100;

impl Paging {
    /// Makes the paging of an operation, as its row in the table of operations says.
    ///
    /// Without a `size` it asks for as many items at a time as the server documents; if it documents none, by offset for
    /// 100, by page number for as many as the server chooses. A larger `size` than documented is cut to that.
    fn new(pagination: Option<&Pagination>, size: Option<u64>) -> Self {
        let size = size.map(|size| size.max(1));
        match pagination {
            Some(Pagination::Page { first, max, .. }) => {
                let size = size.map_or(*max, |size| Some(max.map_or(size, |max| size.min(max))));
                Self { first: *first, size, by_offset: false }
            }
            // The size is needed: the server may filter after it has cut the page out, and then a page has fewer items
            // than it covers.
            Some(Pagination::Offset { .. }) => Self { first: 0, size: size.or(Some(SIZE)), by_offset: true },
            None => Self { first: 1, size: None, by_offset: false },
        }
    }

    /// Returns the position after a page.
    fn after(self, position: u64, items: u64) -> u64 {
        let step = if self.by_offset { self.size.unwrap_or_default().max(items) } else { 1 };
        position.saturating_add(step)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number of items in all pages, if the server sends it.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page.
    pub fn new(items: Vec<T>, total: Option<u64>) -> Self {
        Self { items, total }
    }

    /// Makes a page from an answer, which may lack the items, or the total, or tell the total as a signed number.
    pub fn from_answer<N: TryInto<u64>>(items: Option<Vec<T>>, total: Option<N>) -> Self {
        Self { items: items.unwrap_or_default(), total: total.and_then(|total| total.try_into().ok()) }
    }
}

impl<T: Serialize> Page<T> {
    /// Returns a hash by which a page is recognized when the server sends it again.
    ///
    /// Of all items, not of some: a page that were only alike would end the list, and those after it be lost.
    fn fingerprint(&self) -> Option<u64> {
        let mut hash = DefaultHasher::new();
        hash.write(&serde_json::to_vec(&self.items).ok()?);
        Some(hash.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_table_of_operations() {
        let by_page =
            |max| Pagination::Page { page: "page", size: "perPage", first: 1, max, items: "rows", total: None };
        let by_offset = Pagination::Offset { offset: "offset", limit: "limit", items: "users" };
        let number = |size| Paging { first: 1, size, by_offset: false };
        let offset = |size| Paging { first: 0, size: Some(size), by_offset: true };
        for (pagination, size, paging) in [
            (by_page(Some(100)), None, number(Some(100))),
            (by_page(Some(100)), Some(500), number(Some(100))),
            (by_page(Some(100)), Some(0), number(Some(1))),
            (by_page(Some(100)), Some(7), number(Some(7))),
            (by_page(None), None, number(None)),
            (by_page(None), Some(500), number(Some(500))),
            (by_offset, None, offset(100)),
            (by_offset, Some(500), offset(500)),
            (by_offset, Some(0), offset(1)),
        ] {
            assert_eq!(Paging::new(Some(&pagination), size), paging);
        }
    }
}
