//! Lists that have no end: a page that was there before, and pages without number.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{Error, ErrorKind, Page, Result, User, Verb};

/// The pages that a list has at most.
const MAX_PAGES: usize = 100_000;

/// The pages of a list so far, of which only a hash is kept.
#[derive(Default)]
pub(crate) struct Seen {
    pages: usize,
    hashes: HashSet<u64>,
}

impl Seen {
    /// Fails if the list has no end, as a page of the directory shows.
    pub(crate) fn check(&mut self, provider: &'static str, verb: Verb, page: &Page<User>) -> Result<()> {
        let sent = page.sent.or_else(|| hash(&page.items));
        self.pages += 1;
        let detail = if sent.is_some_and(|sent| !self.hashes.insert(sent)) {
            "the provider sent a page of this list again, so it has no end"
        } else if self.pages > MAX_PAGES {
            "the list has more than 100000 pages"
        } else {
            return Ok(());
        };
        Err(Error::new(ErrorKind::Decode, provider).with_verb(verb).with_detail(detail))
    }
}

/// Returns a hash of the ids of these users, if there are any.
pub(crate) fn hash(users: &[User]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    users.iter().for_each(|user| user.id.hash(&mut hasher));
    (!users.is_empty()).then(|| hasher.finish())
}
