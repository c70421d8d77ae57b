//! How far a job is.

use std::fmt;

/// Counts the people of a job by how it ended for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// All people of the job, if that is known beforehand.
    pub total: Option<u64>,
    /// Those whose calls are under way.
    pub under_way: u64,
    /// [`Ended::Done`](super::Ended::Done).
    pub done: u64,
    /// [`Ended::FoundDone`](super::Ended::FoundDone).
    pub found_done: u64,
    /// [`Ended::DoneBefore`](super::Ended::DoneBefore).
    pub done_before: u64,
    /// [`Ended::Failed`](super::Ended::Failed).
    pub failed: u64,
    /// [`Ended::Unknown`](super::Ended::Unknown).
    pub unknown: u64,
    /// [`Ended::NotBegun`](super::Ended::NotBegun).
    pub not_begun: u64,
}

impl Progress {
    /// Returns how many people it has ended for.
    pub fn ended(&self) -> u64 {
        self.done + self.found_done + self.done_before + self.failed + self.unknown + self.not_begun
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ended())?;
        if let Some(total) = self.total {
            write!(f, " of {total}")?;
        }
        f.write_str(" people")?;
        for (count, what) in [
            (self.done, "done"),
            (self.found_done, "found done"),
            (self.done_before, "done before"),
            (self.failed, "failed"),
            (self.unknown, "unknown"),
            (self.not_begun, "not begun"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        Ok(())
    }
}
