//! All state at one moment.

use crate::world::World;

/// A snapshot that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("this is not a snapshot of this version of the sandbox")]
#[non_exhaustive]
pub struct SnapshotError {
    #[from]
    source: serde_json::Error,
}

/// All state of a sandbox at one moment, credentials and tokens included.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot(Vec<u8>);

impl Snapshot {
    /// Reads a snapshot that [`as_json`](Self::as_json) returned; it is checked when a sandbox uses it.
    pub fn from_json(json: impl Into<Vec<u8>>) -> Self {
        Self(json.into())
    }

    /// Returns the snapshot as JSON.
    pub fn as_json(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn take(world: &World) -> Result<Self, SnapshotError> {
        Ok(Self(serde_json::to_vec(world)?))
    }

    pub(super) fn world(&self) -> Result<World, SnapshotError> {
        Ok(serde_json::from_slice(&self.0)?)
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("bytes", &self.0.len()).finish()
    }
}
