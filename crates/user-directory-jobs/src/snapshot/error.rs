//! Why a snapshot failed.

use std::io;
use std::path::{Path, PathBuf};

use user_directory_core::Error;

/// Says why a snapshot could not be written, read or compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The file, or a temporary one next to it, cannot be read or written.
    #[error("cannot {what} the snapshot {path}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not a snapshot.
    #[error("{0} is not a snapshot")]
    Foreign(PathBuf),
    /// The file is of a version that this crate does not read.
    #[error("the snapshot {path} is of version {version}, which cannot be read")]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u16,
    },
    /// The file was written with another key.
    #[error("the snapshot {0} was written with another key")]
    OtherKey(PathBuf),
    /// The file ends too early, or was changed.
    #[error("the snapshot {0} is damaged")]
    Damaged(PathBuf),
    /// The snapshots are of two directories.
    #[error("the snapshots are of two directories")]
    OtherDirectory,
    /// The key is too short to keep anybody from guessing.
    #[error("the key of a snapshot needs 16 bytes or more")]
    ShortKey,
    /// The list failed, so that there is no snapshot.
    #[error("the list failed, so that there is no snapshot")]
    Directory(#[source] Error),
    /// A user cannot be written.
    #[error("a user does not fit into a snapshot: {0}")]
    User(&'static str),
}

impl SnapshotError {
    /// Says what was tried with a file, for `map_err`.
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }
}
