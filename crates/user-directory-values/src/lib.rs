#![doc = include_str!("../README.md")]

mod patch;
mod secret;

pub use patch::Patch;
pub use secret::Secret;
