//! The facade: the conformance suite on the directory in memory, decorators, sets, configuration.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod config;
mod decorators;
mod endless;
mod features;
mod memory;
mod prefetch;
mod readme;
mod repeated;
mod requests;
#[cfg(feature = "schemars")]
mod schema;
mod secrecy;
mod sendable;
mod set;
mod spans;
mod user;
mod without_access;

use std::future::Future;

/// Runs a test's future; the facade needs no particular runtime.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}
