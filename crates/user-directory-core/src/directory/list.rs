//! Lists over all their pages.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::{FutureExt, Stream, StreamExt};

use super::Directory;
use crate::request::ListPage;
use crate::walk::Walk;
use crate::{ErrorKind, ListQuery, Page, PageToken, Result, User};

impl Directory {
    /// Returns all users that are not deleted. While the users of a page are used, the next one is fetched; more of them
    /// by [`prefetch`](Users::prefetch).
    ///
    /// The list is no snapshot: see [`UserDirectory`](crate::UserDirectory). The first error ends it; a page that was there
    /// before is one, since the list then has no end.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # use user_directory::{Directory, NewUser};
    /// # let directory = Directory::in_memory();
    /// # directory.create(NewUser::new("ada@example.com")).await?;
    /// let mut users = directory.list();
    /// while let Some(user) = users.next().await {
    ///     println!("{}", user?.id);
    /// }
    /// # Ok::<(), user_directory::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn list(&self) -> Users {
        self.list_with(ListQuery::new())
    }

    /// Returns all deleted users.
    pub fn list_deleted(&self) -> Users {
        self.list_with(ListQuery::new().deleted())
    }

    /// Returns the users that a query asks for.
    pub fn list_with(&self, query: ListQuery) -> Users {
        Users { pages: self.pages(query), ready: VecDeque::new(), total: None }
    }

    /// Returns the pages that a query asks for.
    pub fn pages(&self, query: ListQuery) -> Pages {
        #[cfg(feature = "_provider")]
        let ahead = usize::from(crate::task::is_possible());
        #[cfg(not(feature = "_provider"))]
        let ahead = 0;
        let (directory, wanted) = (self.clone(), query.clone());
        let walk = Walk::new(self.provider(), query.verb(), ahead, move |at| {
            let (directory, query) = (directory.clone(), wanted.clone());
            #[cfg(feature = "_provider")]
            let ended = {
                let error = directory.error(ErrorKind::Unavailable, query.verb());
                error.with_detail("the runtime on which the page was fetched has ended")
            };
            let page = async move { directory.list_page(&query, at.as_ref()).await }.boxed();
            #[cfg(feature = "_provider")]
            let page = crate::task::run(page, || Err(ended));
            page
        });
        Pages { directory: self.clone(), query, walk }
    }

    /// Fetches one page, to go on later or elsewhere: the first one if `at` is `None`.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::InvalidInput`] if the token is not one of this directory, and with
    /// [`ErrorKind::Unsupported`] if the query has a filter or an order for what the directory does not tell.
    pub async fn list_page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let mut request = ListPage::new(query.clone());
        request.at = at.cloned();
        self.list_page_with(request).await
    }

    /// Fetches one page: the long form of [`list_page`](Self::list_page).
    ///
    /// # Errors
    ///
    /// As [`list_page`](Self::list_page).
    pub async fn list_page_with(&self, request: ListPage) -> Result<Page<User>> {
        let (verb, at) = (request.verb(), request.at.clone());
        let page = self.selected(request).await?;
        // Or the list would never end.
        if at.is_some() && page.next == at {
            return Err(self.error(ErrorKind::Decode, verb).with_detail("the next page is the same page again"));
        }
        Ok(page)
    }
}

/// The pages of a list: a stream, with an inherent [`next`](Self::next), so that no trait need be imported.
#[must_use = "nothing is fetched before the first page is asked for"]
pub struct Pages {
    directory: Directory,
    query: ListQuery,
    walk: Walk<'static>,
}

impl Pages {
    /// Starts at a page other than the first.
    pub fn starting_at(mut self, token: PageToken) -> Self {
        self.walk.start_at(token);
        self
    }

    /// Sets how many pages are fetched ahead; 0 fetches each page when it is reached. The default is 1 on a Tokio runtime,
    /// where pages are fetched while the caller does something else. Elsewhere, and in builds without a provider, it is 0: a
    /// page that is fetched ahead makes progress only while the list is polled there, and holds its place under the limits of
    /// the directory all the time.
    ///
    /// Where the directory counts its pages, so many are fetched at the same time; otherwise one is, since only a page says
    /// where the next one is. No more than these pages are kept. Where a directory returns no total, pages after the last one
    /// may be asked for, one fewer than this number at most.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.walk.fetch_ahead(pages);
        self
    }

    /// Fetches the next page; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<Page<User>>> {
        StreamExt::next(self).await
    }
}

impl Stream for Pages {
    type Item = Result<Page<User>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.walk.poll_next_unpin(cx)
    }
}

/// The users of a list: a stream, with an inherent [`next`](Self::next), so that no trait need be imported.
#[must_use = "nothing is fetched before the first user is asked for"]
pub struct Users {
    pages: Pages,
    ready: VecDeque<User>,
    total: Option<u64>,
}

impl Users {
    /// Sets how many pages are fetched ahead: see [`Pages::prefetch`].
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.pages = self.pages.prefetch(pages);
        self
    }

    /// Returns the next user, and fetches a page if need be; `None` after the last one and after an error.
    pub async fn next(&mut self) -> Option<Result<User>> {
        StreamExt::next(self).await
    }

    /// Returns the number of all users, if the provider has returned it with a page: the length of a progress bar.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Collects all users.
    ///
    /// # Errors
    ///
    /// Fails with the first error of a page.
    pub async fn collect(mut self) -> Result<Vec<User>> {
        let mut users = Vec::new();
        while let Some(user) = self.next().await {
            users.push(user?);
        }
        Ok(users)
    }
}

impl Stream for Users {
    type Item = Result<User>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(user) = self.ready.pop_front() {
                self.pages.walk.advance(cx);
                return Poll::Ready(Some(Ok(user)));
            }
            match ready!(self.pages.poll_next_unpin(cx)) {
                Some(Ok(page)) => {
                    self.total = page.total.or(self.total);
                    self.ready = page.items.into();
                    // At once: more pages are asked for with the next user.
                    if let Some(user) = self.ready.pop_front() {
                        return Poll::Ready(Some(Ok(user)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("directory", &self.directory).field("query", &self.query).finish_non_exhaustive()
    }
}

impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Users").field("pages", &self.pages).field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}
