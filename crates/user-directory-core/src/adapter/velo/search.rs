//! Finding by e-mail address in a list that is sorted by it.

use super::{PAGE, Velo, refused};
use crate::adapter::listed;
use crate::{Result, User, Verb};

impl Velo {
    /// Reads the list until the address has certainly been passed. How the server orders letters is not documented. If it
    /// orders them without their case, all spellings of an address stand together, so that they end with the first other
    /// address. If it orders bytes, the spelling in lower case comes last.
    pub(super) async fn search(&self, email: &str) -> Result<Vec<User>> {
        let verb = Verb::FindByEmail;
        let last = email.to_ascii_lowercase();
        let (mut found, mut passed) = (Vec::<User>::new(), false);
        let mut pages = self.client.list_users().sort("email:asc").page_size(PAGE.into()).pages();
        while let Some(page) = pages.next().await {
            for user in listed(verb, page.map_err(|error| refused(verb, error))?.items)? {
                let hit = user.has_email(email);
                passed = !hit && user.email.as_ref().is_some_and(|other| *other > last);
                // Where pages shift, somebody can come twice.
                if hit && !found.iter().any(|known| known.id == user.id) {
                    found.push(user);
                }
            }
            if passed && !found.is_empty() {
                break;
            }
        }
        Ok(found)
    }
}
