//! Directories around a directory.

mod audit;
mod narrowed;

pub use audit::{AuditEntry, AuditPhase, AuditSink, Audited};
pub use narrowed::Narrowed;
