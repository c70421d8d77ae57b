//! The stream of pages.

use std::collections::HashSet;
use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use futures_util::future::BoxFuture;
use serde::Serialize;

use super::{Items, Page, PageRequest, Paging};
use crate::{Error, ErrorKind, Operation};

/// Makes the pages of a list operation, as its row in the table of operations says. Generated code calls this.
///
/// `start` and `size` are the parameters of the call by which a page is asked for: where to begin, and how many items to
/// ask for at a time. If one of them is not usable the first page is an error, and nothing is sent.
pub fn list_pages<T, P, S, Z, F, Fut>(
    operation: &'static Operation,
    start: Option<S>,
    size: Option<Z>,
    mut fetch: F,
) -> Pages<T, Error<P>>
where
    T: Serialize + Send + 'static,
    P: Send + 'static,
    S: TryInto<u64>,
    Z: TryInto<u64>,
    F: FnMut(PageRequest) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Page<T>, Error<P>>> + Send + 'static,
{
    let numbers = number(start).zip(number(size));
    let (start, size) = numbers.unwrap_or_default();
    let mistake = || -> Fetched<T, Error<P>> {
        let reason = "a page cannot be asked for by a negative number";
        Box::pin(ready(Err(Error::invalid_request(operation, reason))))
    };
    let paging = Paging::new(operation.pagination.as_ref(), size);
    Pages {
        operation,
        paging,
        fetch: Box::new(move |request| Box::pin(fetch(request))),
        fingerprint: Page::fingerprint,
        keep: None,
        pending: numbers.is_none().then(mistake),
        position: start.unwrap_or(paging.first),
        counted: 0,
        total: None,
        pages: HashSet::new(),
        done: false,
    }
}

/// Reads a parameter by which a page is asked for; `None` if it is no number that fits.
fn number<N: TryInto<u64>>(value: Option<N>) -> Option<Option<u64>> {
    value.map(N::try_into).transpose().ok()
}

/// The pages that a list has at most.
const MAX_PAGES: usize = 100_000;

type Fetched<T, E> = BoxFuture<'static, Result<Page<T>, E>>;
type Keep<T> = Box<dyn Fn(&T) -> bool + Send>;

/// The pages of a list, each fetched when it is asked for. Keeps no page, only a hash of each.
///
/// Ends at an empty page, when as many items have come as the server announced, or after an error. A page that was there
/// before is an error: the server ignores the position or repeats itself, and what is missing cannot be known. So
/// are more than 100,000 pages. [`position`](Self::position) says where to [`start_at`](Self::start_at) again.
#[must_use = "no page is asked for before the stream is polled"]
pub struct Pages<T, E> {
    operation: &'static Operation,
    paging: Paging,
    fetch: Box<dyn FnMut(PageRequest) -> Fetched<T, E> + Send>,
    fingerprint: fn(&Page<T>) -> Option<u64>,
    keep: Option<Keep<T>>,
    pending: Option<Fetched<T, E>>,
    position: u64,
    /// The number of items so far; 0 if how many come before the first of them is not known.
    counted: u64,
    total: Option<u64>,
    /// The hashes of the pages so far.
    pages: HashSet<u64>,
    done: bool,
}

impl<T, E> Pages<T, E> {
    /// Starts with another page than the first: a page number or a number of items to skip, as the server counts.
    pub fn start_at(mut self, position: u64) -> Self {
        self.position = position;
        // How many items come before is not known, so the total is no reason to stop.
        self.counted = 0;
        self
    }

    /// Keeps the items for which `keep` is true, for servers that cannot filter a list without cutting it short.
    ///
    /// Where the list ends is decided by what the server sent: a page of which nothing is kept is passed over, and the
    /// next one is asked for. Totals count all items. A second call replaces the first one's condition.
    pub fn keep(mut self, keep: impl Fn(&T) -> bool + Send + 'static) -> Self {
        self.keep = Some(Box::new(keep));
        self
    }

    /// Returns the position of the page that is asked for next.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Returns the number of items in all pages, once a page has it.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Turns the stream of pages into one of items.
    pub fn items(self) -> Items<T, E> {
        Items::new(self)
    }

    /// Returns what is kept of a page, if it is anything.
    fn kept(&self, mut page: Page<T>) -> Option<Page<T>> {
        if let Some(keep) = &self.keep {
            page.items.retain(|item| keep(item));
        }
        (!page.items.is_empty()).then_some(page)
    }
}

impl<T, P> Pages<T, Error<P>> {
    /// Returns the next page, or `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error<P>>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error<P>>>> {
        while !self.done {
            let request = PageRequest { position: self.position, size: self.paging.size };
            let fetch = &mut self.fetch;
            let pending = self.pending.get_or_insert_with(|| fetch(request));
            let result = ready!(pending.as_mut().poll(context));
            self.pending = None;
            match result.and_then(|page| self.take(page)) {
                Ok(page) => {
                    if let Some(page) = self.kept(page) {
                        return Poll::Ready(Some(Ok(page)));
                    }
                }
                Err(error) => {
                    self.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Accounts for a page, and fails if it shows that the list has no end.
    fn take(&mut self, page: Page<T>) -> Result<Page<T>, Error<P>> {
        self.total = page.total.or(self.total);
        if page.items.is_empty() {
            self.done = true;
            return Ok(page);
        }
        let fail = |kind, detail| Err(Error::new(kind, self.operation).with_detail(detail).retyped());
        if (self.fingerprint)(&page).is_some_and(|hash| !self.pages.insert(hash)) {
            return fail(ErrorKind::Decode, "the server sent a page of this list again, so it has no end");
        }
        if self.pages.len() > MAX_PAGES {
            return fail(ErrorKind::Policy, "the list has more than 100000 pages");
        }
        let count = u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        if self.position == self.paging.first || self.counted > 0 {
            self.counted = self.counted.saturating_add(count);
        }
        self.position = self.paging.after(self.position, count);
        self.done = self.total.is_some_and(|total| self.counted >= total);
        Ok(page)
    }
}

impl<T, P> Stream for Pages<T, Error<P>> {
    type Item = Result<Page<T>, Error<P>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<T, E> Unpin for Pages<T, E> {}

debug_only!(Pages [T, E] [T, E], this => position = this.position, total = this.total, done = this.done);

#[cfg(test)]
mod tests;
