//! A server on loopback that does what a test tells it, well or badly, and remembers what it received. With the feature
//! `contract`, the tests that every provider crate passes.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use test_support::{Reply, Server};
//!
//! let server = Server::sequence([Reply::reset, Reply::ok]).await;
//! // … a client of `server.url` …
//! assert_eq!(server.count(), 0);
//! # });
//! ```

// It is part of tests, and may fail like them.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "contract")]
pub mod contract;
pub mod faults;
mod reply;
mod server;
#[cfg(feature = "tls")]
pub mod tls;

pub use reply::{Reply, Step};
pub use server::{Received, Server};
