#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod patch;
mod secret;

pub use patch::Patch;
pub use secret::Secret;
