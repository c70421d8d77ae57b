//! Searching where the provider cannot.

use crate::request::ListPage;
use crate::seen::Seen;
use crate::{Key, ListQuery, Result, User, UserDirectory};

/// Finds the persons who have a key by reading the whole list, for directories that cannot search.
///
/// # Errors
///
/// Fails with the first error of a page, and if the list has no end.
pub async fn scan(directory: &dyn UserDirectory, key: &Key) -> Result<Vec<User>> {
    let (mut found, mut seen) = (Vec::<User>::new(), Seen::default());
    let mut request = ListPage::new(ListQuery::new());
    loop {
        let page = directory.list_page(request.clone()).await?;
        seen.check(directory.provider(), key.verb(), &page)?;
        for user in page.items {
            // Where pages shift, somebody can come twice.
            if key.is_of(&user) && !found.iter().any(|known| known.id == user.id) {
                found.push(user);
            }
        }
        match page.next {
            None => return Ok(found),
            next => request.at = next,
        }
    }
}
