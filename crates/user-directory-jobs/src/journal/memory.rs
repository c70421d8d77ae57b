//! A journal that lasts as long as the process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

use super::{Entry, Journal, JournalError, Phase};

/// A journal in memory, for tests, and for jobs that are stopped and resumed in one process. Clones are the same journal.
#[derive(Clone, Debug, Default)]
pub struct MemoryJournal(Arc<Mutex<HashMap<Entry, Phase>>>);

impl MemoryJournal {
    /// Makes an empty journal.
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    async fn read(&self, entry: &Entry) -> Result<Option<Phase>, JournalError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(entry).copied())
    }

    async fn write(&self, entry: &Entry, phase: Phase) -> Result<(), JournalError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.clone(), phase);
        Ok(())
    }
}
