//! The adapters against scripted servers: what is mapped, what is sent, how often, and what the errors mean.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]
// Which helpers are used depends on the features.
#![allow(dead_code, unused_imports)]

#[cfg(feature = "finbourne")]
mod finbourne;
#[cfg(feature = "obp")]
mod obp;
#[cfg(feature = "saasus")]
mod saasus;
#[cfg(feature = "sendauth")]
mod sendauth;
mod support;
#[cfg(feature = "velo")]
mod velo;
