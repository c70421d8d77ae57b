//! The client against a scripted server on loopback.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

mod basic;
mod environment;
mod paging;
