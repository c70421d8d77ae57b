//! The runtime against a scripted server on loopback, with an invented provider.

// The helpers among the tests may fail like tests.
#![allow(clippy::unwrap_used)]

mod support;

mod authentication;
#[cfg(feature = "blocking")]
mod blocking;
mod bounds;
mod calls;
mod concurrency;
mod errors;
mod expiry;
mod faults;
#[cfg(not(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs")))]
mod no_tls;
mod oauth2;
mod observation;
mod requests;
mod retries;
mod signing;
mod timeouts;
#[cfg(any(feature = "native-tls", feature = "rustls", feature = "rustls-aws-lc-rs"))]
mod tls;
