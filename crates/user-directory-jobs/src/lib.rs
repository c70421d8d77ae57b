#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bulk;
mod journal;
mod snapshot;

pub use bulk::{Ended, Item, Many, Progress, Run, Stopped, many, many_of};
#[cfg(feature = "sqlite")]
pub use journal::SqliteJournal;
pub use journal::{Entry, Journal, JournalError, MemoryJournal, Phase};
pub use snapshot::{Difference, Differences, Snapshot, SnapshotError};
