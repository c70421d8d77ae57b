//! Shared support of the integration tests.

pub mod specs;
