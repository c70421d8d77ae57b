//! Lists that come in pages.

mod items;
mod stream;

use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Serialize;

pub use items::Items;
pub use stream::{Pages, pages};

/// Which page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The page number, counted as the server counts, or the number of items to skip.
    pub position: u64,
    /// The number of items to ask for; `None` leaves it to the server.
    pub size: Option<u64>,
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

impl Paging {
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
}

impl<T: Serialize> Page<T> {
    /// Returns a hash by which a page is recognized when the server sends it again.
    fn fingerprint(&self) -> Option<u64> {
        let bytes = serde_json::to_vec(&self.items).ok()?;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Some(hasher.finish())
    }
}

/// Fetches a page; implemented by closures.
pub trait FetchPage<T, E>: Send {
    /// Returns the future of a page.
    fn fetch(
        &mut self,
        request: PageRequest,
    ) -> impl Future<Output = Result<Page<T>, E>> + Send + 'static;
}

impl<T, E, F, Fut> FetchPage<T, E> for F
where
    F: FnMut(PageRequest) -> Fut + Send,
    Fut: Future<Output = Result<Page<T>, E>> + Send + 'static,
{
    fn fetch(
        &mut self,
        request: PageRequest,
    ) -> impl Future<Output = Result<Page<T>, E>> + Send + 'static {
        self(request)
    }
}
