//! All accounts, in the order in which they came.

use std::collections::BTreeMap;

use super::account::Account;
use super::error;
use crate::{ErrorKind, Filter, ListQuery, Page, PageToken, Result, User, UserId, Verb};

/// The size of a page unless a query asks for another one.
const PAGE_SIZE: u32 = 100;
const MAX_PAGE_SIZE: u32 = 1000;

pub(super) struct Store {
    /// By number, which is also the order of the list. A number is never given twice.
    accounts: BTreeMap<u64, Account>,
    last: u64,
    pub(super) page_size: u32,
}

impl Default for Store {
    fn default() -> Self {
        Self { accounts: BTreeMap::new(), last: 0, page_size: PAGE_SIZE }
    }
}

/// Returns the number that an id stands for.
fn number(id: &UserId) -> Option<u64> {
    id.as_str().strip_prefix("user-")?.parse().ok()
}

impl Store {
    /// Returns the accounts that are not deleted.
    pub(super) fn living(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values().filter(|account| !account.is_deleted())
    }

    /// Returns an account, deleted or not.
    pub(super) fn any(&mut self, id: &UserId, verb: Verb) -> Result<&mut Account> {
        number(id)
            .and_then(|number| self.accounts.get_mut(&number))
            .filter(|account| account.user.id == *id)
            .ok_or_else(|| error(ErrorKind::NotFound, verb))
    }

    /// Returns an account that is not deleted.
    pub(super) fn alive(&mut self, id: &UserId, verb: Verb) -> Result<&mut Account> {
        let account = self.any(id, verb)?;
        if account.is_deleted() {
            return Err(error(ErrorKind::NotFound, verb));
        }
        Ok(account)
    }

    /// Fails if another account has this user name or one of these e-mail addresses. Deleted ones keep theirs, for they can be restored.
    pub(super) fn check_free(
        &self,
        verb: Verb,
        own: Option<&UserId>,
        user_name: Option<&str>,
        emails: &[&str],
    ) -> Result<()> {
        let taken = self.accounts.values().any(|account| {
            let other = &account.user;
            own != Some(&other.id)
                && (same(other.user_name.as_deref(), user_name) || emails.iter().any(|email| other.has_email(email)))
        });
        if taken {
            return Err(error(ErrorKind::AlreadyExists, verb));
        }
        Ok(())
    }

    pub(super) fn add(&mut self, verb: Verb, make: impl FnOnce(UserId) -> Account) -> Result<User> {
        let number = self.last + 1;
        let id = UserId::new(format!("user-{number}"))
            .map_err(|source| error(ErrorKind::Other, verb).with_source(source))?;
        let account = make(id);
        let user = account.user.clone();
        self.accounts.insert(number, account);
        self.last = number;
        Ok(user)
    }

    pub(super) fn remove(&mut self, id: &UserId) {
        if let Some(number) = number(id) {
            self.accounts.remove(&number);
        }
    }

    /// Returns a page. A token is the number after which the page begins, so what is added or removed shifts nothing.
    pub(super) fn page(&self, query: &ListQuery, at: Option<&PageToken>) -> Result<Page<User>> {
        let after = match at {
            None => 0,
            Some(token) => {
                token.as_str().strip_prefix("after-").and_then(|number| number.parse::<u64>().ok()).ok_or_else(
                    || {
                        error(ErrorKind::InvalidInput, Verb::List)
                            .with_detail("the page token is not one of this directory")
                    },
                )?
            }
        };
        let size = query.page_size.unwrap_or(self.page_size).clamp(1, MAX_PAGE_SIZE);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let wanted = |account: &Account| {
            account.is_deleted() == query.deleted
                && Filter::ALL.iter().all(|filter| query.admits(*filter, &account.user))
        };
        let mut rest = self.accounts.range(after.saturating_add(1)..).filter(|(_, account)| wanted(account));
        let (mut items, mut last) = (Vec::new(), after);
        for (number, account) in rest.by_ref().take(size) {
            items.push(account.user.clone());
            last = *number;
        }
        let next = rest.next().map(|_| PageToken::new(format!("after-{last}")));
        let total = self.accounts.values().filter(|account| wanted(account)).count();
        Ok(Page::new(items, next, u64::try_from(total).ok()))
    }
}

fn same(own: Option<&str>, other: Option<&str>) -> bool {
    matches!((own, other), (Some(own), Some(other)) if own.eq_ignore_ascii_case(other))
}
