//! Tokens for lists that providers page by number or by offset.

use std::str::FromStr;

use crate::{Error, ErrorKind, ListQuery, Page, PageToken, Result, User, Verb};

/// Returns the size of the pages that a query asks for, where the provider has a largest one.
pub(super) fn page_size(query: &ListQuery, largest: u8) -> u8 {
    query.page_size.map_or(largest, |size| u8::try_from(size).unwrap_or(largest).clamp(1, largest))
}

/// Returns the page number that a token stands for; 1 without one.
pub(super) fn numbered_at<N: Number>(provider: &'static str, at: Option<&PageToken>) -> Result<N> {
    position(provider, at, "page-", 1)
}

/// Makes a page of a list that is paged by number. The list ends with an empty page, a `total` that is reached, or, if
/// there is no total, a page with fewer users than `size`.
pub(super) fn numbered(users: Vec<User>, page: impl Number, size: u8, total: Option<i64>) -> Page<User> {
    let page: i64 = page.into();
    let more = match total {
        Some(total) => page.saturating_mul(size.into()) < total,
        None => users.len() >= size.into(),
    };
    let next = (more && !users.is_empty()).then(|| counted("page-", page, 1));
    Page::new(users, next, total.and_then(|total| total.try_into().ok()))
}

/// Returns the offset that a token stands for; 0 without one.
pub(super) fn offset_at(provider: &'static str, at: Option<&PageToken>) -> Result<i64> {
    position(provider, at, "offset-", 0)
}

/// Makes a page of a list that is paged by offset and returns no total. Servers that filter after they have cut the page
/// out return short pages that are not the last one, so only an empty page ends the list.
pub(super) fn offset(users: Vec<User>, at: i64, limit: u32) -> Page<User> {
    let step = i64::try_from(users.len()).unwrap_or(i64::MAX).max(limit.into());
    let next = (!users.is_empty()).then(|| counted("offset-", at, step));
    Page::new(users, next, None)
}

/// Refuses any token, for lists that come at once and give none out.
pub(super) fn whole_at(provider: &'static str, at: Option<&PageToken>) -> Result<()> {
    at.map_or(Ok(()), |_| Err(foreign(provider)))
}

/// A number as a provider counts pages.
pub(super) trait Number: FromStr + PartialOrd + From<u8> + Into<i64> {}

impl<N: FromStr + PartialOrd + From<u8> + Into<i64>> Number for N {}

fn position<N: Number>(provider: &'static str, at: Option<&PageToken>, prefix: &str, first: u8) -> Result<N> {
    let first = N::from(first);
    let Some(token) = at else { return Ok(first) };
    let number = token.as_str().strip_prefix(prefix).and_then(|number| number.parse().ok());
    number.filter(|number| *number >= first).ok_or_else(|| foreign(provider))
}

/// Returns the token of the page that is one step after a position.
fn counted(prefix: &str, at: i64, step: i64) -> PageToken {
    let [next, step] = [at.saturating_add(step), step].map(|number| u64::try_from(number).unwrap_or_default());
    PageToken::counted(prefix, next, step)
}

fn foreign(provider: &'static str) -> Error {
    Error::new(ErrorKind::InvalidInput, provider)
        .with_verb(Verb::List)
        .with_detail("the page token is not one of this directory")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Status, UserId};

    fn users(count: usize) -> Vec<User> {
        let user = User::new(UserId::new("x").unwrap(), Status::Active);
        vec![user; count]
    }

    #[test]
    fn numbers_end_at_the_total_or_at_a_short_page() {
        for (count, page, total, next) in [
            (10, 1, Some(25), Some("page-2")),
            (5, 3, Some(25), None),
            (0, 2, Some(25), None),
            (10, 1, None, Some("page-2")),
            (9, 1, None, None),
        ] {
            let made = numbered(users(count), page, 10, total);
            assert_eq!(made.next, next.map(PageToken::new), "{count} {page}");
        }
    }

    #[test]
    fn offsets_end_at_an_empty_page() {
        let next = offset(users(3), 50, 50).next.unwrap();
        assert_eq!(offset_at("obp", Some(&next)).unwrap(), 100);
        assert_eq!(next.successor().unwrap().as_str(), "offset-150");
        assert_eq!(offset(users(0), 100, 50).next, None);
    }

    #[test]
    fn a_foreign_token_is_refused() {
        for token in ["page-x", "page-0", "page--1", "offset-1", "page-2147483648"] {
            let error = numbered_at::<i32>("velo", Some(&PageToken::new(token))).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{token}");
        }
    }
}
