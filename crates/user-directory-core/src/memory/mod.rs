//! The directory in memory.

mod account;
mod directory;
mod store;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::Store;

use crate::{Error, ErrorKind, Result, User, UserId, Verb};

/// A directory in memory that can do everything: the reference for what the verbs mean, and a stand-in for unit tests.
///
/// Clones share the users. Nothing is written anywhere; all is gone when the last clone is dropped.
#[derive(Clone, Default)]
pub struct InMemory(Arc<Mutex<Store>>);

const NAME: &str = "in-memory";

impl InMemory {
    /// Makes an empty directory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes an empty directory whose pages have this many users unless a query asks for another number. The default
    /// is 100.
    pub fn with_page_size(size: u32) -> Self {
        let directory = Self::default();
        directory.store().page_size = size.max(1);
        directory
    }

    /// Changes a user in ways for which there is no verb, such as the state of the second factor, to bring about what
    /// a test needs. The id stays what it is.
    ///
    /// # Errors
    ///
    /// Fails with [`ErrorKind::NotFound`] if there is nobody with this id.
    pub fn edit(&self, id: &UserId, change: impl FnOnce(&mut User)) -> Result<()> {
        let mut user = self.store().any(id, Verb::Update)?.user.clone();
        // The store is not locked here, so that the closure may use the directory.
        change(&mut user);
        user.id = id.clone();
        self.store().any(id, Verb::Update)?.user = user;
        Ok(())
    }

    /// Returns the number of users, deleted ones not counted.
    pub fn len(&self) -> usize {
        self.store().living().count()
    }

    /// Returns whether there is nobody, deleted users not counted.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lock is never held across an `await`, and no panic leaves the store half changed.
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InMemory").finish_non_exhaustive()
    }
}

fn error(kind: ErrorKind, verb: Verb) -> Error {
    Error::new(kind, NAME).with_verb(verb)
}
