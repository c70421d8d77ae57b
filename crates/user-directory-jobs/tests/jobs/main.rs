//! Jobs and snapshots, on directories that fail in every way.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod bulk;
mod crash;
mod journal;
mod moody;
mod pause;
mod snapshot;
mod unknown;

use user_directory::jobs::{Ended, Item, Run};
use user_directory::{Directory, NewUser, UserId};

/// Returns the items of a run, by id.
async fn items<T: 'static>(run: &mut Run<T>) -> Vec<Item<T>> {
    let mut items = Vec::new();
    while let Some(item) = run.next().await {
        items.push(item);
    }
    items.sort_by(|one, other| one.id.cmp(&other.id));
    items
}

/// Enrols so many people, and returns their ids in order.
async fn people(directory: &Directory, count: usize) -> Vec<UserId> {
    let mut ids = Vec::new();
    for number in 0..count {
        let user = NewUser::new(format!("user-{number}@example.com")).given_name("Ada");
        ids.push(directory.create(user).await.unwrap().id);
    }
    ids.sort();
    ids
}

/// Says in a word how it ended.
fn word<T>(ended: &Ended<T>) -> &'static str {
    match ended {
        Ended::Done(_) => "done",
        Ended::FoundDone => "found done",
        Ended::DoneBefore => "done before",
        Ended::Failed(_) => "failed",
        Ended::Unknown(_) => "unknown",
        Ended::NotBegun => "not begun",
        _ => "something else",
    }
}
