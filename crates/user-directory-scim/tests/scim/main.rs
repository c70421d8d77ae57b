//! SCIM: what is written is read again, what a `PUT` changes, and what each directory loses.

// Helpers of tests are tests, which clippy does not see.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod changes;
mod errors;
mod fixtures;
mod forms;
mod losses;
mod narrow;
mod patch;
mod people;
mod provider_config;
mod round_trip;
mod sandbox;
