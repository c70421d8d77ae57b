//! Validates answers, so that specification and sandbox cannot drift apart.

use http::StatusCode;
use serde_json::Value;

use super::Specification;
use super::operation::Operation;
use super::violation::{Place, Rule, Violation};
use crate::message::ensure;

/// Statuses that any operation may answer with, whatever its specification lists.
const PLAIN_HTTP: [StatusCode; 6] = [
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::NOT_IMPLEMENTED,
];

/// Returns the first thing in an answer that the specification does not allow.
pub(crate) fn check(
    specification: &Specification,
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
) -> Result<(), Violation> {
    let wrong = |rule, message| Violation::new(Place::Body, rule, "", message);
    let Some(answer) = operation.answer(status) else {
        return ensure(PLAIN_HTTP.contains(&status), || {
            wrong(Rule::Unknown, format!("status {} is not declared", status.as_u16()))
        });
    };
    let Some(schema) = &answer.schema else {
        return ensure(body.is_empty(), || wrong(Rule::Unknown, format!("status {} has no body", status.as_u16())));
    };
    let value: Value =
        serde_json::from_slice(body).map_err(|error| wrong(Rule::Syntax, format!("is not JSON: {error}")))?;
    schema.violations(specification.document(), &value, Place::Body).into_iter().next().map_or(Ok(()), Err)
}
