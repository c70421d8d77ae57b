//! The sandbox from outside: over the project's clients, and with requests that no client would send.

// Helpers of tests may stop a test; the lint knows only the test functions themselves.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]
mod binary;
mod core;
mod finbourne;
mod five;
mod obp;
mod raw;
mod saasus;
mod sendauth;
mod specifications;
mod velo;
mod wire;
