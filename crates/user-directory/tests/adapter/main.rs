//! The adapters against scripted servers: what is mapped, what is sent, how often, and what the errors mean.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]
// Which helpers are used depends on the features.
#![allow(dead_code, unused_imports)]

#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod all;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod check;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod clients;
#[cfg(feature = "finbourne")]
mod finbourne;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod hostile;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod jobs;
#[cfg(feature = "obp")]
mod obp;
#[cfg(feature = "saasus")]
mod saasus;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod secrecy;
#[cfg(feature = "sendauth")]
mod sendauth;
#[cfg(all(feature = "finbourne", feature = "obp", feature = "saasus", feature = "sendauth", feature = "velo"))]
mod silence;
mod support;
#[cfg(feature = "velo")]
mod velo;
