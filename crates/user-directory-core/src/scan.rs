//! Searching where the provider cannot.

use futures_util::StreamExt;

use crate::request::ListPage;
use crate::walk::Walk;
use crate::{Key, ListQuery, Result, User, UserDirectory};

/// How many pages a search fetches at the same time, where the list tells how many there are.
const AHEAD: usize = 8;

/// Finds the persons who have a key by reading the whole list, for directories that cannot search.
///
/// Where pages are counted ([`PageToken::counted`](crate::PageToken::counted)) and a total is told, 8 of them are fetched at
/// the same time.
///
/// # Errors
///
/// Fails with the first error of a page, and if the list has no end.
pub async fn scan(directory: &dyn UserDirectory, key: &Key) -> Result<Vec<User>> {
    let mut pages = Walk::new(directory.provider(), key.verb(), AHEAD, |at| {
        let mut request = ListPage::new(ListQuery::new());
        request.at = at;
        directory.list_page(request)
    });
    pages.stay_within();
    let mut found = Vec::<User>::new();
    while let Some(page) = pages.next().await {
        for user in page?.items {
            // Where pages shift, somebody can come twice.
            if key.is_of(&user) && !found.iter().any(|known| known.id == user.id) {
                found.push(user);
            }
        }
    }
    Ok(found)
}
