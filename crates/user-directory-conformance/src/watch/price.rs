//! How many requests a verb may take.

use std::ops::RangeInclusive;

use user_directory_core::{Requests, Support};

/// Returns how many requests a call may take that succeeds, where the list of all users has so many pages and so many
/// items change.
pub(crate) fn allowed(support: &Support, pages: u64, items: u64) -> RangeInclusive<u64> {
    match *support {
        Support::Native { .. } => 1..=1,
        Support::Emulated { requests, .. } => match requests {
            Requests::Exactly(n) => u64::from(n)..=u64::from(n),
            Requests::UpTo(n) => 0..=u64::from(n),
            Requests::PerPage => 0..=pages + 1,
            Requests::PerItem => 0..=items + 1,
            // A price that this crate does not know yet is to be added here.
            _ => 0..=0,
        },
        _ => 0..=0,
    }
}
