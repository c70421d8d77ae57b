//! Velo's errors: one shape for every status. Its numbers are not published; `errorCode` is a word here.

use http::StatusCode;
use serde_json::{Value, json};

use crate::message::{Reply, Request};
use crate::spec::{Operation, Place, Violation, extend};

fn problem(status: StatusCode, errors: &[Value]) -> Reply {
    let body = json!({
        "errors": errors,
        "correlationId": null,
        "httpStatusCode": status.as_u16(),
    });
    Reply::json(status, &body)
}

fn code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "badRequest",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "notFound",
        409 => "conflict",
        412 => "preconditionFailed",
        _ => "failure",
    }
}

fn located(code: &str, place: Place, location: &str, message: &str) -> Value {
    let place = match place {
        Place::Path => "pathParam",
        Place::Query => "queryParam",
        Place::Body => "requestBody",
    };
    json!({
        "errorMessage": message,
        "errorCode": code,
        "location": location,
        "locationType": place,
        "reasonCode": code,
    })
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    let code = code(status);
    problem(status, &[json!({ "errorMessage": message, "errorCode": code, "reasonCode": code })])
}

/// Answers a request that the specification does not allow.
pub(super) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let errors: Vec<_> =
        violations.iter().map(|one| located("validationError", one.place, &one.field(), &one.line())).collect();
    problem(StatusCode::BAD_REQUEST, &errors)
}

/// Answers 400 for one value.
pub(super) fn wrong(place: Place, location: &str, message: &str) -> Reply {
    let error = located("validationError", place, location, message);
    problem(StatusCode::BAD_REQUEST, &[error])
}

/// Answers 400 for a user whose state does not allow the operation.
pub(super) fn invalid_state(message: &str) -> Reply {
    let error = located("invalidState", Place::Path, "userId", message);
    problem(StatusCode::BAD_REQUEST, &[error])
}

/// Answers 409 or 412 for a field of the body.
pub(super) fn about_field(status: StatusCode, location: &str, message: &str) -> Reply {
    problem(status, &[located(code(status), Place::Body, location, message)])
}

pub(super) fn forbidden(message: &str) -> Reply {
    refused(StatusCode::FORBIDDEN, message)
}

/// Answers for an unknown user: 404, or 400 where the operation has no 404.
pub(super) fn no_such_user(operation: &Operation) -> Reply {
    let message = "there is no such user";
    if operation.declares(StatusCode::NOT_FOUND) {
        refused(StatusCode::NOT_FOUND, message)
    } else {
        wrong(Place::Path, "userId", message)
    }
}

/// Sets the correlation id of an error.
pub(super) fn finish(request: &Request, reply: &mut Reply) {
    if reply.status.is_success() {
        return;
    }
    if let Ok(mut body) = serde_json::from_slice(&reply.body) {
        extend(&mut body, json!({ "correlationId": request.trace() }));
        reply.body = body.to_string().into();
    }
}
