//! Shared support of the integration tests.

pub mod clients;
pub mod dispatch;
pub mod models;
pub mod recording;
pub mod required_bodies;
pub mod sample;
pub mod server;
pub mod specs;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
