//! SaaSus's errors: a type, which is a word, and a message.

use http::StatusCode;
use http::header::HeaderName;
use serde_json::json;

use crate::message::{Reply, Request};
use crate::spec::{Operation, Violation, lines};

fn problem(status: StatusCode, kind: &str, message: &str) -> Reply {
    Reply::json(status, &json!({ "type": kind, "message": message }))
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    let kind = match status.as_u16() {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "permission_denied",
        404 => "not_found",
        405 => "method_not_allowed",
        413 => "content_too_large",
        415 => "unsupported_media_type",
        429 => "too_many_requests",
        501 => "not_implemented",
        _ => "internal_server_error",
    };
    problem(status, kind, message)
}

/// Answers a request that the specification does not allow.
pub(super) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let lines = lines(violations);
    let body = json!({ "type": "invalid_parameter", "message": lines.join("; "), "data": { "violations": lines } });
    Reply::json(StatusCode::BAD_REQUEST, &body)
}

/// Answers 400 with a type.
pub(super) fn bad(kind: &str, message: &str) -> Reply {
    problem(StatusCode::BAD_REQUEST, kind, message)
}

/// Answers for an unknown user: 404, or 400 where the operation has no 404.
pub(super) fn no_such_user(operation: &Operation) -> Reply {
    let status =
        if operation.declares(StatusCode::NOT_FOUND) { StatusCode::NOT_FOUND } else { StatusCode::BAD_REQUEST };
    problem(status, "not_found", "there is no such user")
}

/// Adds the identifier that every answer of SaaSus has.
pub(super) fn finish(request: &Request, reply: &mut Reply) {
    reply.add(HeaderName::from_static("x-saasus-trace-id"), &request.trace());
}
