//! What became different from one snapshot to another.

use std::cmp::Ordering;
use std::fmt;

use user_directory_core::{Field, UserId};

use super::read::Reader;
use super::record::Record;
use super::{Snapshot, SnapshotError};

/// A person who is not the same in two snapshots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They are in the later one only.
    Created(UserId),
    /// These fields have other values, or have come or gone.
    Changed(UserId, Vec<Field>),
    /// They are in the earlier one only.
    Gone(UserId),
}

/// The differences of two snapshots, read from both files as they are asked for. The first error is the last item.
///
/// Whether a file is whole is known at its end only, when its hash is compared, and items come before that. Act only after the
/// last item came without an error.
pub struct Differences {
    earlier: Side,
    later: Side,
    /// The fields that both know, with their bits.
    shared: Vec<(Field, usize, usize)>,
    failed: bool,
}

/// One of the two files, with the record that comes next.
struct Side {
    reader: Reader,
    next: Option<Record>,
}

impl Side {
    fn new(mut reader: Reader) -> Result<Self, SnapshotError> {
        let next = reader.next()?;
        Ok(Self { reader, next })
    }

    fn take(&mut self) -> Result<Option<Record>, SnapshotError> {
        let next = self.reader.next()?;
        Ok(std::mem::replace(&mut self.next, next))
    }
}

impl Differences {
    pub(super) fn new(earlier: Reader, later: Reader, named: &Snapshot) -> Result<Self, SnapshotError> {
        let (before, after) = (earlier.head(), later.head());
        if before.check != after.check {
            return Err(SnapshotError::OtherKey(named.path.clone()));
        }
        if before.directory != after.directory {
            return Err(SnapshotError::OtherDirectory);
        }
        let shared = before.fields.iter().enumerate().filter_map(|(bit, name)| {
            let other = after.fields.iter().position(|other| other == name)?;
            Some((name.parse().ok()?, bit, other))
        });
        let shared = shared.collect();
        Ok(Self { earlier: Side::new(earlier)?, later: Side::new(later)?, shared, failed: false })
    }

    fn advance(&mut self) -> Result<Option<Difference>, SnapshotError> {
        loop {
            let order = match (&self.earlier.next, &self.later.next) {
                (None, None) => return Ok(None),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => before.id.cmp(&after.id),
            };
            let before = if order.is_le() { self.earlier.take()? } else { None };
            let after = if order.is_ge() { self.later.take()? } else { None };
            match (before, after) {
                (Some(before), None) => return Ok(Some(Difference::Gone(before.id))),
                (None, Some(after)) => return Ok(Some(Difference::Created(after.id))),
                (Some(before), Some(after)) => {
                    let changed = self.shared.iter().filter(|(_, bit, other)| before.hash(*bit) != after.hash(*other));
                    let fields: Vec<_> = changed.map(|(field, ..)| *field).collect();
                    if !fields.is_empty() {
                        return Ok(Some(Difference::Changed(after.id, fields)));
                    }
                }
                (None, None) => return Ok(None),
            }
        }
    }
}

impl Iterator for Differences {
    type Item = Result<Difference, SnapshotError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = self.advance();
        self.failed = next.is_err();
        next.transpose()
    }
}

impl fmt::Debug for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Differences").field("fields", &self.shared.len()).finish_non_exhaustive()
    }
}
