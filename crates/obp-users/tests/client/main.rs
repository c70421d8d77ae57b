//! The hand-written half of the client, against a scripted server on loopback.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

mod direct_login;
mod environment;
mod lists;
mod schemes;
