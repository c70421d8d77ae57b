//! Tokens for lists that providers page by number or by offset.

use crate::{Error, ErrorKind, Page, PageToken, Result, User, Verb};

/// Returns the page number that a token stands for; `first` without one.
#[allow(dead_code)]
pub(crate) fn numbered_at(provider: &'static str, at: Option<&PageToken>, first: u64) -> Result<u64> {
    position(provider, at, "page-", first)
}

/// Makes a page of a list that is paged by number. The list ends with an empty page, a `total` that is reached, or, if
/// there is no total, a page with fewer users than `size`.
#[allow(dead_code)]
pub(crate) fn numbered(users: Vec<User>, page: u64, first: u64, size: u64, total: Option<u64>) -> Page<User> {
    let seen = page.saturating_sub(first).saturating_add(1).saturating_mul(size);
    let more = match total {
        Some(total) => seen < total,
        None => len(&users) >= size,
    };
    let next = (more && !users.is_empty()).then(|| PageToken::new(format!("page-{}", page.saturating_add(1))));
    Page::new(users, next, total)
}

/// Returns the offset that a token stands for; 0 without one.
#[allow(dead_code)]
pub(crate) fn offset_at(provider: &'static str, at: Option<&PageToken>) -> Result<u64> {
    position(provider, at, "offset-", 0)
}

/// Makes a page of a list that is paged by offset and tells no total. Servers that filter after they have cut the page
/// out return short pages that are not the last one, so only an empty page ends the list.
#[allow(dead_code)]
pub(crate) fn offset(users: Vec<User>, at: u64, limit: u64) -> Page<User> {
    let step = limit.max(len(&users)).max(1);
    let next = (!users.is_empty()).then(|| PageToken::new(format!("offset-{}", at.saturating_add(step))));
    Page::new(users, next, None)
}

/// Refuses any token, for lists that come at once and give none out.
#[allow(dead_code)]
pub(crate) fn whole_at(provider: &'static str, at: Option<&PageToken>) -> Result<()> {
    at.map_or(Ok(()), |_| Err(foreign(provider)))
}

fn position(provider: &'static str, at: Option<&PageToken>, prefix: &str, first: u64) -> Result<u64> {
    let Some(token) = at else { return Ok(first) };
    token.as_str().strip_prefix(prefix).and_then(|number| number.parse().ok()).ok_or_else(|| foreign(provider))
}

fn foreign(provider: &'static str) -> Error {
    Error::new(ErrorKind::InvalidInput, provider)
        .with_verb(Verb::List)
        .with_detail("the page token is not one of this directory")
}

fn len(users: &[User]) -> u64 {
    u64::try_from(users.len()).unwrap_or(u64::MAX)
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
            let made = numbered(users(count), page, 1, 10, total);
            assert_eq!(made.next, next.map(PageToken::new), "{count} {page}");
        }
    }

    #[test]
    fn offsets_end_at_an_empty_page() {
        let next = offset(users(3), 50, 50).next.unwrap();
        assert_eq!(offset_at("obp", Some(&next)).unwrap(), 100);
        assert_eq!(offset(users(0), 100, 50).next, None);
    }

    #[test]
    fn a_foreign_token_is_refused() {
        let token = PageToken::new("page-x");
        let error = numbered_at("velo", Some(&token), 1).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
}
