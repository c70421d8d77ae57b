//! Filters and orders that a directory does not have itself.

use futures_util::{FutureExt, StreamExt};

use super::Directory;
use crate::capabilities::{Filter, Support};
use crate::request::ListPage;
use crate::seen::hash;
use crate::walk::Walk;
use crate::{ErrorKind, ListQuery, Page, Result, User};

impl Directory {
    /// Fails if a query asks for a filter or an order that there cannot be.
    pub(crate) fn require_selectable(&self, query: &ListQuery) -> Result<()> {
        let capabilities = self.capabilities();
        let filters = query.filters().into_iter().map(|filter| (capabilities.filter(filter), filter.as_str()));
        let sorts = query.sort.iter().map(|sort| (capabilities.sort(sort.key), sort.key.as_str()));
        for (support, name) in filters.chain(sorts) {
            if !support.is_supported() {
                let detail = format!("it does not report {name}, so a list cannot be filtered or sorted by it");
                return Err(self.error(ErrorKind::Unsupported, query.verb()).with_detail(detail));
            }
        }
        Ok(())
    }

    /// Fetches a page, and narrows and sorts it as far as the directory does not.
    pub(super) async fn selected(&self, mut request: ListPage) -> Result<Page<User>> {
        self.admit(&request)?;
        let capabilities = self.capabilities();
        let native = |support: Support| matches!(support, Support::Native { .. });
        let filters: Vec<_> =
            request.query.filters().into_iter().filter(|filter| !native(capabilities.filter(*filter))).collect();
        let sort = request.query.sort.filter(|sort| !native(capabilities.sort(sort.key)));
        let Some(sort) = sort else {
            return self.narrowed(request, &filters).await;
        };
        let verb = request.verb();
        if request.at.is_some() {
            let detail = "a list that is sorted here comes whole, so there is no page token for it";
            return Err(self.error(ErrorKind::InvalidInput, verb).with_detail(detail));
        }
        request.query.sort = None;
        let mut users = Vec::new();
        let mut pages = Walk::new(self.provider(), verb, 0, |at| {
            let mut request = request.clone();
            request.at = at;
            self.narrowed(request, &filters).boxed()
        });
        while let Some(page) = pages.next().await {
            users.extend(page?.items);
        }
        users.sort_by(|one, other| sort.compare(one, other));
        Ok(Page::whole(users))
    }

    async fn narrowed(&self, request: ListPage, filters: &[Filter]) -> Result<Page<User>> {
        let query = request.query.clone();
        let mut page = self.call(request).await?;
        if !filters.is_empty() {
            page.sent = hash(&page.items);
            page.items.retain(|user| filters.iter().all(|filter| query.admits(*filter, user)));
            // That of the provider counts those who were left out.
            page.total = None;
        }
        Ok(page)
    }
}
