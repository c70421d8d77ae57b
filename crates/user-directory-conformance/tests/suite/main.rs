//! The suite itself.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod broken;
mod broken_directory;
mod contract;
mod running;

use std::future::Future;

/// Runs a test's future; the suite needs no particular runtime.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
