//! The pages of a list in their order, some of them fetched before they are reached.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;
use futures_util::{Stream, StreamExt};

use crate::seen::Seen;
use crate::{Page, PageToken, Result, User, Verb};

type Fetch<'a> = Box<dyn FnMut(Option<PageToken>) -> BoxFuture<'a, Result<Page<User>>> + Send + 'a>;

/// Goes from page to page. Pages under way are dropped with it; whether they go on while it is not polled is up to `fetch`.
pub(crate) struct Walk<'a> {
    fetch: Fetch<'a>,
    provider: &'static str,
    verb: Verb,
    ahead: usize,
    eager: bool,
    /// How many pages to have under way, by what the last page says.
    limit: usize,
    under_way: FuturesOrdered<BoxFuture<'a, Result<Page<User>>>>,
    /// The pages that are there and were not handed out.
    ready: VecDeque<Result<Page<User>>>,
    /// The tokens of the pages that are there or under way, in the order of the list.
    asked: VecDeque<Option<PageToken>>,
    /// What to ask for next: nothing, the first page (`Some(None)`) or a later one.
    next: Option<Option<PageToken>>,
    users: u64,
    seen: Seen,
}

impl<'a> Walk<'a> {
    /// Walks through what `fetch` returns, so many pages ahead.
    pub(crate) fn new(
        provider: &'static str,
        verb: Verb,
        ahead: usize,
        fetch: impl FnMut(Option<PageToken>) -> BoxFuture<'a, Result<Page<User>>> + Send + 'a,
    ) -> Self {
        Self {
            fetch: Box::new(fetch),
            provider,
            verb,
            ahead,
            eager: true,
            limit: 1,
            under_way: FuturesOrdered::new(),
            ready: VecDeque::new(),
            asked: VecDeque::new(),
            next: Some(None),
            users: 0,
            seen: Seen::default(),
        }
    }

    /// Starts at a page other than the first.
    pub(crate) fn start_at(&mut self, token: PageToken) {
        self.next = Some(Some(token));
    }

    /// Sets how many pages are fetched ahead.
    pub(crate) fn fetch_ahead(&mut self, pages: usize) {
        self.ahead = pages;
    }

    /// Asks for no page that may not be needed: for none that may not be there, and for none before the caller comes again.
    pub(crate) fn only_what_is_needed(&mut self) {
        self.eager = false;
    }

    /// Goes on with the pages under way, for callers who are not ready for the next one.
    pub(crate) fn advance(&mut self, cx: &mut Context<'_>) {
        self.drive(self.limit.min(self.ahead), cx);
    }

    /// Waits for the pages under way, so that no request outlives the call that it is for.
    pub(crate) async fn finish(mut self) {
        while self.under_way.next().await.is_some() {}
    }

    /// Has this many pages under way, and keeps those that are there.
    fn drive(&mut self, pages: usize, cx: &mut Context<'_>) {
        self.ask(pages);
        while let Poll::Ready(Some(page)) = self.under_way.poll_next_unpin(cx) {
            self.ready.push_back(page);
        }
    }

    /// Asks for pages until so many are under way, as far as their tokens are known.
    fn ask(&mut self, pages: usize) {
        while self.asked.len() < pages {
            let Some(at) = self.next.take() else { return };
            self.next = at.as_ref().and_then(PageToken::successor).map(Some);
            self.under_way.push_back((self.fetch)(at.clone()));
            self.asked.push_back(at);
        }
    }

    /// Leaves what is under way, and goes on at a token.
    fn go_on(&mut self, next: Option<PageToken>) {
        self.asked.clear();
        self.ready.clear();
        self.under_way = FuturesOrdered::new();
        self.next = next.map(Some);
    }

    /// Takes the next page into account. The tokens of the server decide: pages that were asked for by guess and do not
    /// follow are left.
    fn reached(&mut self, page: &Page<User>) {
        let items = page.items.len() as u64;
        self.users = self.users.saturating_add(items);
        self.limit = match page.total {
            Some(total) => {
                let pages = total.saturating_sub(self.users).div_ceil(items.max(1));
                usize::try_from(pages).unwrap_or(usize::MAX).max(1)
            }
            None if self.eager => usize::MAX,
            None => 1,
        };
        if page.next.is_none() || self.asked.front() != Some(&page.next) {
            self.go_on(page.next.clone());
        }
    }
}

impl Stream for Walk<'_> {
    type Item = Result<Page<User>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.ask(1);
        self.advance(cx);
        if self.asked.is_empty() {
            return Poll::Ready(None);
        }
        let Some(page) = self.ready.pop_front() else {
            return Poll::Pending;
        };
        self.asked.pop_front();
        let (provider, verb) = (self.provider, self.verb);
        let page = page.and_then(|page| self.seen.check(provider, verb, &page).map(|()| page));
        match &page {
            Ok(page) => self.reached(page),
            Err(_) => self.go_on(None),
        }
        // No more than one request before the page is handed out: the others follow when the caller comes again.
        if self.eager {
            let pages = self.ahead.min(1);
            self.drive(pages, cx);
        }
        Poll::Ready(Some(page))
    }
}
