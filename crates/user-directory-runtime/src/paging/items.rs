//! The stream of items.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::{Stream, TryStreamExt};

use super::Pages;
use crate::Error;

/// The items of a list, page by page. Keeps one page at a time.
///
/// A [`Stream`], for which the combinators of `futures` work; [`next`](Self::next) does without.
#[must_use = "no page is asked for before the stream is polled"]
pub struct Items<T, E> {
    pages: Pages<T, E>,
    page: std::vec::IntoIter<T>,
}

impl<T, E> Items<T, E> {
    pub(super) fn new(pages: Pages<T, E>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Returns the number of all items, once a page has it.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }
}

impl<T, P> Items<T, Error<P>> {
    /// Returns the next item, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<P>>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    /// Collects all items that are left, as in `try_collect::<Vec<_>>()`.
    ///
    /// # Errors
    ///
    /// Returns the first error; what came before it is dropped.
    pub async fn try_collect<C: Default + Extend<T>>(self) -> Result<C, Error<P>> {
        TryStreamExt::try_collect(self).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error<P>>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, P> Stream for Items<T, Error<P>> {
    type Item = Result<T, Error<P>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T, E> Unpin for Items<T, E> {}

debug_only!(Items [T, E] [T, E], this => pages = this.pages);
