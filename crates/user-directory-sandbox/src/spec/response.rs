//! Checking an answer against its operation, so that specification and sandbox cannot drift apart.

use http::StatusCode;
use serde_json::Value;

use super::Specification;
use super::convert::Direction;
use super::operation::Operation;
use super::request::{found_by, validator};
use super::violation::{Place, Rule, Violation};

/// Statuses that HTTP itself gives, whatever the specification of an operation lists.
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
    let Some(answer) = operation.answer(status) else {
        if PLAIN_HTTP.contains(&status) {
            return Ok(());
        }
        let message = format!("status {} is not declared", status.as_u16());
        return Err(Violation::new(Place::Body, Rule::Unknown, "", message));
    };
    let Some(schema) = &answer.schema else {
        if body.is_empty() {
            return Ok(());
        }
        let message = format!("status {} has no body", status.as_u16());
        return Err(Violation::new(Place::Body, Rule::Unknown, "", message));
    };
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| Violation::new(Place::Body, Rule::Syntax, "", format!("is not JSON: {error}")))?;
    let validator = answer.validator.get_or_init(|| validator(specification.document(), schema, Direction::Response));
    found_by(validator, &value, Place::Body).into_iter().next().map_or(Ok(()), Err)
}
