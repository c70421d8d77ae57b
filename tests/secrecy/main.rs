//! No type of any crate prints a secret or a person's data, and no trace holds one.

// The helpers among the tests may fail like tests.
#![allow(clippy::panic, clippy::unwrap_used)]

mod sources;
mod traces;
mod values;

/// Stands in everything that must not be seen.
const PLANTED: &str = "planted";
