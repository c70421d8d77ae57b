//! The state of a directory as ids and keyed hashes.

mod differences;
mod error;
mod key;
mod read;
mod record;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

use futures_util::{Stream, StreamExt};
use user_directory_core::{Directory, Result as DirectoryResult, Secret, User};

pub use differences::{Difference, Differences};
pub use error::SnapshotError;
use key::Key;
use read::Reader;
use write::Writer;

/// How many pages of the list are fetched ahead.
const AHEAD: usize = 4;

/// A file of the ids of a directory's people, with a keyed hash of each field.
///
/// The file has a version, tells whether it is complete and of which key it is, and appears as a whole or not at all.
/// Reading and writing block for the time of the disk; neither needs memory by the number of people.
#[derive(Clone)]
pub struct Snapshot {
    path: PathBuf,
    key: Key,
    len: u64,
}

impl Snapshot {
    /// Lists all people of a directory, and writes them to a file, which is replaced if it is there.
    ///
    /// It blocks the thread while it reads and writes files, between waits for the list. In an async
    /// program it belongs on a separate thread: Tokio's `spawn_blocking` with `Handle::block_on`, or a dedicated runtime.
    ///
    /// # Errors
    ///
    /// Fails with the first error of the list, if the key has fewer than 16 bytes, and if the file cannot be written. The
    /// file is then what it was.
    pub async fn take(directory: &Directory, path: impl AsRef<Path>, key: &Secret) -> Result<Self, SnapshotError> {
        let users = directory.list().prefetch(AHEAD);
        let name = directory.name().unwrap_or_else(|| directory.provider());
        Self::of(name, users, path, key).await
    }

    /// Writes the people of a stream to a file: see [`take`](Self::take). `directory` names where they come from. If somebody
    /// comes twice, the last time counts. It blocks the thread as `take` does.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    pub async fn of(
        directory: &str,
        users: impl Stream<Item = DirectoryResult<User>>,
        path: impl AsRef<Path>,
        key: &Secret,
    ) -> Result<Self, SnapshotError> {
        let key = Key::new(key)?;
        let mut writer = Writer::new(path.as_ref(), directory, key.clone())?;
        let mut users = std::pin::pin!(users);
        while let Some(user) = users.next().await {
            writer.add(&user.map_err(SnapshotError::Directory)?)?;
        }
        let len = writer.finish()?;
        Ok(Self { path: path.as_ref().to_owned(), key, len })
    }

    /// Opens a file, and reads it once to see whether it is whole.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is not a snapshot of this version, was written with another key, or is damaged.
    pub fn open(path: impl AsRef<Path>, key: &Secret) -> Result<Self, SnapshotError> {
        let (path, key) = (path.as_ref().to_owned(), Key::new(key)?);
        let mut reader = Reader::open(&path, &key)?;
        while reader.next()?.is_some() {}
        Ok(Self { len: reader.count(), path, key })
    }

    /// Returns how many people it has.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Returns whether it has nobody.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns what became different from this snapshot to a later one, in the order of the ids. A field that one of the two
    /// does not know, since it was written by an older version of this crate, is left out. Act only after the last item came
    /// without an error: see [`Differences`].
    ///
    /// # Errors
    ///
    /// If one of the files cannot be read any more, or they are of two keys or directories.
    pub fn differences(&self, later: &Self) -> Result<Differences, SnapshotError> {
        Differences::new(Reader::open(&self.path, &self.key)?, Reader::open(&later.path, &later.key)?, later)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("path", &self.path).field("len", &self.len).finish_non_exhaustive()
    }
}
