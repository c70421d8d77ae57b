#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
mod context;
mod fault;
mod journal;
mod message;
mod provider;
mod rng;
mod sandbox;
mod secrets;
mod seed;
mod server;
mod spec;
mod store;
mod tokens;
mod world;

pub use clock::Clock;
pub use fault::{Change, Fault, FaultError, FaultKind, ResetAt, RetryAfter};
pub use journal::Request as JournalRequest;
pub use provider::interface::ControlError;
pub use sandbox::{Builder, MOST_USERS, Sandbox, Snapshot, SnapshotError, StartError};
pub use sandbox::{finbourne, obp, saasus, sendauth, velo};
