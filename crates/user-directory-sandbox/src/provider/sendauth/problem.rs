//! SendAuth's errors. Which ones it sends is not published; its specification defines these two and never refers to them.

use http::StatusCode;
use serde_json::{Value, json};

use crate::message::Reply;
use crate::spec::{Operation, Place, Rule, Violation, extend, lines};

/// Answers with the schema `Error`.
pub(super) fn problem(status: StatusCode, error: &str, details: &[String]) -> Reply {
    Reply::json(status, &json!({ "error": error, "details": details }))
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    problem(status, message, &[])
}

/// Answers with the schema `ValidationError`.
pub(super) fn unprocessable(field: &str, error: &str, value: Option<&Value>) -> Reply {
    let mut body = json!({ "error": error, "field": field });
    if let Some(value) = value {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        extend(&mut body, json!({ "value": text }));
    }
    Reply::json(StatusCode::UNPROCESSABLE_ENTITY, &body)
}

/// Answers a request that the specification does not allow: 422 for a field where the operation has that, else 400.
pub(super) fn invalid(operation: &Operation, violations: &[Violation]) -> Reply {
    let field = violations.iter().find(|one| one.place == Place::Body && one.rule != Rule::Syntax);
    if let (Some(first), true) = (field, operation.declares(StatusCode::UNPROCESSABLE_ENTITY)) {
        return unprocessable(&first.field(), &first.message, first.value.as_deref());
    }
    problem(StatusCode::BAD_REQUEST, "the request is not valid", &lines(violations))
}

pub(super) fn no_such_user() -> Reply {
    refused(StatusCode::NOT_FOUND, "there is no such user")
}

pub(super) fn forbidden(message: &str) -> Reply {
    refused(StatusCode::FORBIDDEN, message)
}

pub(super) fn not_acceptable(message: &str) -> Reply {
    refused(StatusCode::NOT_ACCEPTABLE, message)
}
