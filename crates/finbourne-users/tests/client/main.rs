//! The hand-written half of the client, against a scripted server on loopback.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

mod environment;
mod password;
mod rate_limit;
mod schemes;
mod update;
