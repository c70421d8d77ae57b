//! Lists that come in pages.

use progenitor_client::{Error, Page, PageRequest, Pages, Paging, pages};

use crate::{Client, Problem, types};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SortDirection {
    /// Ascending.
    Ascending,
    /// Descending.
    Descending,
}

impl SortDirection {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ASC",
            Self::Descending => "DESC",
        }
    }
}

/// How a list of customers is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct CustomerListOptions {
    page_size: Option<u64>,
    sort_direction: Option<SortDirection>,
}

impl CustomerListOptions {
    /// Starts with pages of 100, in the server's order.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many customers a page has. Default: 100. 0 counts as 1; the server has no upper bound.
    pub fn page_size(mut self, size: u64) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Sets the order.
    pub fn sort_direction(mut self, direction: SortDirection) -> Self {
        self.sort_direction = Some(direction);
        self
    }
}

/// Which users are listed, and how they are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct UserListOptions {
    page_size: Option<u64>,
    locked: Option<bool>,
    deleted: Option<bool>,
}

impl UserListOptions {
    /// Starts with pages of 100, and with all users that are not deleted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many users a page has. Default: 100. 0 counts as 1; the server has no upper bound.
    pub fn page_size(mut self, size: u64) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Keeps only users who are locked, or only users who are not.
    pub fn locked(mut self, locked: bool) -> Self {
        self.locked = Some(locked);
        self
    }

    /// Lists the users that are deleted, or those that are not. Default: those that are not.
    pub fn deleted(mut self, deleted: bool) -> Self {
        self.deleted = Some(deleted);
        self
    }
}

/// A list, page by page; [`Pages::items`] turns it into its items.
type List<T> = Pages<T, Error<Problem>>;

/// Returns the paging by offset; the server documents neither a default that all versions share nor a maximum.
fn paging(size: Option<u64>) -> Paging {
    Paging::Offset {
        size: size.unwrap_or(100).max(1),
    }
}

/// Writes a method that pages through a list of customers.
macro_rules! customers {
    ($(#[$doc:meta])* $name:ident($($argument:ident)?) calls $call:ident, $item:ident) => {
        $(#[$doc])*
        pub fn $name(
            &self,
            $($argument: impl Into<String>,)?
            options: CustomerListOptions,
        ) -> List<types::$item> {
            let client = self.clone();
            $(let $argument: String = $argument.into();)?
            pages(paging(options.page_size), move |request: PageRequest| {
                let client = client.clone();
                $(let $argument = $argument.clone();)?
                async move {
                    let mut call = client.$call($($argument)?).offset(request.position);
                    if let Some(size) = request.size {
                        call = call.limit(size);
                    }
                    if let Some(direction) = options.sort_direction {
                        call = call.sort_direction(direction.as_str());
                    }
                    Ok(Page::new(call.send().await?.into_inner().customers, None))
                }
            })
        }
    };
}

/// Whole lists, of which each page is a call of the operation of the same name. They end at the first page without
/// items, since the server tells no totals. What is created or deleted meanwhile can shift the pages.
impl Client {
    /// Lists the users of the instance, page by page.
    ///
    /// The server applies `locked_status` only after it has cut a page out, so that a page without any such user is
    /// not the last one. Therefore [`UserListOptions::locked`] is not sent: the client reads whole pages and keeps the
    /// users whose `is_locked` fits, and no page is empty. The number of requests is the same.
    pub fn list_users(&self, options: UserListOptions) -> List<types::UserJsonV400> {
        let client = self.clone();
        let list: List<types::UserJsonV400> =
            pages(paging(options.page_size), move |request: PageRequest| {
                let client = client.clone();
                async move {
                    let mut call = client.get_users().offset(request.position);
                    if let Some(size) = request.size {
                        call = call.limit(size);
                    }
                    if let Some(deleted) = options.deleted {
                        call = call.is_deleted(deleted);
                    }
                    Ok(Page::new(call.send().await?.into_inner().users, None))
                }
            });
        match options.locked {
            Some(locked) => list.keep(move |user: &types::UserJsonV400| user.is_locked == locked),
            None => list,
        }
    }

    customers! {
        /// Lists the customers of all banks, page by page.
        list_customers_at_any_bank() calls get_customers_at_any_bank, CustomerJsonV300
    }

    customers! {
        /// Lists the ids of the customers of all banks, page by page.
        list_customers_minimal_at_any_bank() calls get_customers_minimal_at_any_bank, CustomerMinimalJsonV400
    }

    customers! {
        /// Lists the customers of a bank, page by page.
        list_customers_at_one_bank(bank_id) calls get_customers_at_one_bank, CustomerJsonV300
    }

    customers! {
        /// Lists the ids of the customers of a bank, page by page.
        list_customers_minimal_at_one_bank(bank_id) calls get_customers_minimal_at_one_bank, CustomerMinimalJsonV400
    }
}
