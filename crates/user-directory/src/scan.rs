//! Searching where the provider cannot.

use crate::{Error, ErrorKind, ListQuery, Result, User, UserDirectory, Verb};

/// Finds the persons with an e-mail address by reading the whole list, for directories that cannot search.
///
/// # Errors
///
/// Fails with the first error of a page, and if a page follows on itself.
pub async fn scan_by_email(directory: &dyn UserDirectory, email: &str) -> Result<Vec<User>> {
    let query = ListQuery::new();
    let (mut found, mut at) = (Vec::<User>::new(), None);
    loop {
        let page = directory.list_page(&query, at.as_ref()).await?;
        for user in page.items {
            // Where pages shift, somebody can come twice.
            if user.has_email(email) && !found.iter().any(|known| known.id == user.id) {
                found.push(user);
            }
        }
        match page.next {
            None => return Ok(found),
            same if same == at => {
                return Err(Error::new(ErrorKind::Decode, directory.provider())
                    .with_verb(Verb::FindByEmail)
                    .with_detail("the next page is the same page again"));
            }
            next => at = next,
        }
    }
}
