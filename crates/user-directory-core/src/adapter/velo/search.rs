//! Finding by e-mail address in a list that is sorted by it.

use super::{PAGE, Velo, refused};
use crate::adapter::listed;
use crate::{Result, User, Verb};

impl Velo {
    /// Reads the list until the address has certainly been passed. If nobody has it, that is to be certain as well, so
    /// the list is read to its end.
    pub(super) async fn search(&self, email: &str) -> Result<Vec<User>> {
        let verb = Verb::FindByEmail;
        let mut found = Vec::<User>::new();
        let mut pages = self.client.list_users().sort("email:asc").page_size(PAGE.into()).pages();
        while let Some(page) = pages.next().await {
            let mut passed = false;
            for user in listed(verb, page.map_err(|error| refused(verb, error))?.items)? {
                let hit = user.has_email(email);
                passed = !hit && (passed || user.email().is_some_and(|other| is_after(other, email)));
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

/// Returns whether an address comes after all spellings of another one. How the server orders them is not documented, so
/// it has to be so by bytes, of which small letters are the greatest, by letters without their case, and by letters and
/// digits alone, as some languages sort. Of letters beyond ASCII nothing is known.
fn is_after(address: &str, other: &str) -> bool {
    let bytes = |text: &str| text.to_ascii_lowercase().into_bytes();
    let letters = |text: &str| text.to_ascii_uppercase().into_bytes();
    let plain = |text: &str| letters(text).into_iter().filter(u8::is_ascii_alphanumeric).collect::<Vec<_>>();
    address.is_ascii()
        && other.is_ascii()
        && address.as_bytes() > &*bytes(other)
        && letters(address) > letters(other)
        && plain(address) > plain(other)
}
