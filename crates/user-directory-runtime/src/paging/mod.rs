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
pub enum Paging {
    /// By page number.
    Number {
        /// The number of the first page.
        first: u64,
        /// The number of items to ask for; `None` leaves it to the server.
        size: Option<u64>,
    },
    /// By number of items to skip.
    Offset {
        /// The number of items to ask for. Needed, since the server may filter after it has cut the page out: then a
        /// page has fewer items than it covers.
        size: u64,
    },
}

/// The page size for servers that document neither a default nor a maximum.
const SIZE: u64 = 100;

impl Paging {
    /// Makes the paging of an operation, as its row in the table of operations has it.
    ///
    /// Without a `size` it asks for as many items at a time as the server documents, else by offset for 100, by page
    /// number for what the server thinks fit. A larger `size` than documented is cut to that.
    pub fn new(pagination: &Pagination, size: Option<u64>) -> Self {
        match *pagination {
            Pagination::Page { first, max, .. } => Self::Number {
                first,
                size: match (size, max) {
                    (Some(size), Some(max)) => Some(size.clamp(1, max.max(1))),
                    (size, max) => size.or(max),
                },
            },
            Pagination::Offset { .. } => Self::Offset { size: size.unwrap_or(SIZE).max(1) },
        }
    }

    const fn size(self) -> Option<u64> {
        match self {
            Self::Number { size, .. } => size,
            Self::Offset { size } => Some(size),
        }
    }

    /// Returns where to begin.
    const fn first(self) -> u64 {
        match self {
            Self::Number { first, .. } => first,
            Self::Offset { .. } => 0,
        }
    }

    /// Returns the position after a page.
    fn after(self, position: u64, items: u64) -> u64 {
        position.saturating_add(match self {
            Self::Number { .. } => 1,
            Self::Offset { size } => size.max(items).max(1),
        })
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number of items in all pages, if the server tells it.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page.
    pub fn new(items: Vec<T>, total: Option<u64>) -> Self {
        Self { items, total }
    }

    /// Makes a page of an answer, which may lack the items, or the total, or tell the total as a signed number.
    pub fn of<N: TryInto<u64>>(items: Option<Vec<T>>, total: Option<N>) -> Self {
        Self { items: items.unwrap_or_default(), total: total.and_then(|total| total.try_into().ok()) }
    }
}

impl<T: Serialize> Page<T> {
    /// Returns a hash by which a page is recognized when the server sends it again.
    ///
    /// Of all items, not of some: a page that were only alike would end the list, and those after it be lost.
    fn fingerprint(&self) -> Option<u64> {
        let mut hash = Hashing(DefaultHasher::new());
        serde_json::to_writer(&mut hash, &self.items).ok()?;
        Some(hash.0.finish())
    }
}

/// Hashes what is written to it, so that a page need not be kept as text.
struct Hashing(DefaultHasher);

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
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
        for (pagination, size, paging) in [
            (by_page(Some(100)), None, Paging::Number { first: 1, size: Some(100) }),
            (by_page(Some(100)), Some(500), Paging::Number { first: 1, size: Some(100) }),
            (by_page(Some(100)), Some(0), Paging::Number { first: 1, size: Some(1) }),
            (by_page(Some(100)), Some(7), Paging::Number { first: 1, size: Some(7) }),
            (by_page(None), None, Paging::Number { first: 1, size: None }),
            (by_page(None), Some(500), Paging::Number { first: 1, size: Some(500) }),
            (by_offset, None, Paging::Offset { size: 100 }),
            (by_offset, Some(500), Paging::Offset { size: 500 }),
            (by_offset, Some(0), Paging::Offset { size: 1 }),
        ] {
            assert_eq!(Paging::new(&pagination, size), paging);
        }
    }
}
