//! Finding by e-mail address in a list that is sorted by it.

use super::Velo;
use crate::scan::scan_until;
use crate::{Key, ListQuery, Result, Sort, SortKey, User};

impl Velo {
    /// Reads the list until the address has certainly been passed. If nobody has it, that is to be certain as well, so
    /// the list is read to its end.
    pub(super) async fn search(&self, key: &Key) -> Result<Vec<User>> {
        let query = ListQuery::new().sort(Sort::ascending(SortKey::Email));
        let passed = |users: &[User]| {
            let after_the_last = users.iter().rev().take_while(|user| !key.is_of(user));
            after_the_last.filter_map(User::email).any(|other| is_after(other, key.value()))
        };
        let found = scan_until(self, key, query, passed).await;
        found.map_err(|error| error.with_verb(key.verb()))
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
