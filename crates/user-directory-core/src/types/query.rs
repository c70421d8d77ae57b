//! Which users to list, and in which order.

use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, Utc};

use super::User;
use crate::capabilities::{Filter, SortKey, Verb};

/// Says which users to list, and how.
///
/// A filter or an order that the provider has no operation for is applied by the handle, to every page of the list:
/// [`Capabilities::filter`](crate::Capabilities::filter) and [`sort`](crate::Capabilities::sort) tell. A
/// filter or an order by a fact that the directory does not report is refused. `Debug` does not show the prefix.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListQuery {
    /// The number of users to ask for at a time; the provider's maximum applies, and lists that come whole ignore it.
    pub page_size: Option<u32>,
    /// Lists the deleted users instead of the others.
    pub deleted: bool,
    /// Lists those alone who can log in, or those alone who cannot: see [`User::is_active`].
    pub active: Option<bool>,
    /// Lists only those who are known to be locked, or only those who are not.
    pub locked: Option<bool>,
    /// Lists those alone who were changed at this time or later.
    pub modified_since: Option<DateTime<Utc>>,
    /// Lists those alone whose user name, or one of whose e-mail addresses, begins with this, ASCII letter case aside.
    pub prefix: Option<String>,
    /// The order of the list; the directory's own if there is none.
    pub sort: Option<Sort>,
}

/// An order of a list. Users without a value come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sort {
    /// What the list is sorted by.
    pub key: SortKey,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Sort {
    /// Begins with the smallest value.
    pub const fn ascending(key: SortKey) -> Self {
        Self { key, descending: false }
    }

    /// Begins with the greatest value.
    pub const fn descending(key: SortKey) -> Self {
        Self { key, descending: true }
    }

    /// Compares two users: as [`compare_values`](Self::compare_values), equals by id.
    pub fn compare(&self, one: &User, other: &User) -> Ordering {
        self.compare_values(one, other).then_with(|| one.id.cmp(&other.id))
    }

    /// Compares the values of two users, strings by their letters without their case.
    pub fn compare_values(&self, one: &User, other: &User) -> Ordering {
        let field = self.key.field();
        let text = |user: &User| user.string(field).map(str::to_lowercase);
        match self.key {
            SortKey::Created => self.values(one.created, other.created),
            SortKey::Modified => self.values(one.modified, other.modified),
            _ => self.values(text(one), text(other)),
        }
    }

    fn values<T: Ord>(&self, one: Option<T>, other: Option<T>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if self.descending => other.cmp(&one),
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        }
    }
}

impl ListQuery {
    /// Lists all users that are not deleted.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number of users to ask for at a time; 0 counts as 1.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size.max(1));
        self
    }

    /// Lists the deleted users instead of the others.
    #[must_use]
    pub fn deleted(mut self) -> Self {
        self.deleted = true;
        self
    }

    /// Lists those alone who can log in, or those alone who cannot.
    #[must_use]
    pub fn active(mut self, active: bool) -> Self {
        self.active = Some(active);
        self
    }

    /// Lists only those who are known to be locked, or only those who are not.
    #[must_use]
    pub fn locked(mut self, locked: bool) -> Self {
        self.locked = Some(locked);
        self
    }

    /// Lists those alone who were changed at this time or later.
    #[must_use]
    pub fn modified_since(mut self, time: DateTime<Utc>) -> Self {
        self.modified_since = Some(time);
        self
    }

    /// Lists those alone whose user name, or one of whose e-mail addresses, begins with this.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Sets the order of the list.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = Some(sort);
        self
    }

    /// Returns the verb that the query is about.
    pub const fn verb(&self) -> Verb {
        if self.deleted { Verb::ListDeleted } else { Verb::List }
    }

    /// Returns the filters of the query.
    pub fn filters(&self) -> Vec<Filter> {
        let is_set = |filter: &Filter| match filter {
            Filter::Active => self.active.is_some(),
            Filter::Locked => self.locked.is_some(),
            Filter::ModifiedSince => self.modified_since.is_some(),
            Filter::Prefix => self.prefix.is_some(),
        };
        Filter::ALL.iter().copied().filter(is_set).collect()
    }

    /// Returns whether a user passes a filter, if the query has it.
    pub fn admits(&self, filter: Filter, user: &User) -> bool {
        match filter {
            Filter::Active => self.active.is_none_or(|active| user.is_active() == active),
            Filter::Locked => self.locked.is_none_or(|locked| (user.locked == Some(true)) == locked),
            Filter::ModifiedSince => {
                self.modified_since.is_none_or(|since| user.modified.is_some_and(|time| time >= since))
            }
            Filter::Prefix => self.prefix.as_ref().is_none_or(|prefix| {
                let begins = |text: &str| {
                    text.get(..prefix.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(prefix))
                };
                user.user_name.as_deref().is_some_and(begins) || user.emails.iter().any(|email| begins(&email.address))
            }),
        }
    }
}

impl fmt::Debug for ListQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListQuery")
            .field("page_size", &self.page_size)
            .field("deleted", &self.deleted)
            .field("filters", &self.filters())
            .field("sort", &self.sort)
            .finish_non_exhaustive()
    }
}
