//! Directories around a directory.

mod audit;
mod read_only;

pub use audit::{AuditEntry, AuditPhase, AuditSink, Audited};
pub use read_only::ReadOnly;
