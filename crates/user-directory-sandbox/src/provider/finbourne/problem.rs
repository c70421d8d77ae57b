//! Errors.

use http::StatusCode;
use serde_json::json;

use crate::message::Reply;
use crate::spec::{Operation, Violation};

/// Answers with a failure.
pub(crate) fn refused(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({ "message": message }))
}

/// Answers a request that the specification does not allow.
pub(crate) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let lines: Vec<_> = violations.iter().map(Violation::line).collect();
    refused(StatusCode::BAD_REQUEST, &lines.join("; "))
}
