//! The conformance suite on the adapters, each on the sandbox.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]
// Which helpers are used depends on the features.
#![allow(dead_code)]

#[cfg(feature = "all")]
mod check;
#[cfg(feature = "all")]
#[path = "../../examples/support/directories.rs"]
mod directories;
#[cfg(feature = "velo")]
mod extras;
#[cfg(feature = "finbourne")]
mod finbourne;
#[cfg(feature = "obp")]
mod obp;
mod on_sandbox;
#[cfg(feature = "saasus")]
mod saasus;
#[cfg(feature = "sendauth")]
mod sendauth;
mod support;
#[cfg(feature = "velo")]
mod velo;
