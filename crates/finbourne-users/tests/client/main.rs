//! The hand-written half of the client, against a scripted server on loopback.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

mod environment;
mod password;
mod rate_limit;
mod schemes;
mod support;
#[cfg(feature = "rustls")]
#[allow(dead_code, reason = "shared with the runtime's tests, which use all of it")]
#[path = "../../../user-directory-runtime/tests/runtime/support/tls.rs"]
mod tls;
mod update;
