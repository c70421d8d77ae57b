//! Searching where the provider cannot.

use futures_util::StreamExt;

use crate::request::ListPage;
use crate::walk::Walk;
use crate::{Key, ListQuery, Result, User, UserDirectory};

/// How many pages a search fetches at the same time, where the list says how many there are.
const AHEAD: usize = 8;

/// Finds the persons who have a key by reading the whole list, for directories that cannot search.
///
/// Where pages are counted ([`PageToken::counted`](crate::PageToken::counted)) and a total is returned, 8 of them are fetched at
/// the same time.
///
/// # Errors
///
/// Fails with the first error of a page, and if the list has no end.
pub async fn scan(directory: &dyn UserDirectory, key: &Key) -> Result<Vec<User>> {
    scan_until(directory, key, ListQuery::new(), |_| false).await
}

/// Scans a list up to the page where `passed` says that whoever follows does not have the key. If nobody has been found
/// by then, the rest is read as well.
pub(crate) async fn scan_until(
    directory: &dyn UserDirectory,
    key: &Key,
    query: ListQuery,
    passed: impl Fn(&[User]) -> bool,
) -> Result<Vec<User>> {
    let mut pages = Walk::new(directory.provider(), key.verb(), AHEAD, |at| {
        let mut request = ListPage::new(query.clone());
        request.at = at;
        directory.list_page(request)
    });
    pages.only_what_is_needed();
    let mut found = Vec::<User>::new();
    while let Some(page) = pages.next().await {
        let users = page?.items;
        let passed = passed(&users);
        for user in users {
            // Where pages shift, somebody can come twice.
            if key.is_of(&user) && !found.iter().any(|other| other.id == user.id) {
                found.push(user);
            }
        }
        if passed && !found.is_empty() {
            break;
        }
    }
    pages.finish().await;
    Ok(found)
}
