//! FINBOURNE's errors: problem details with a name and a business code.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::message::Reply;
use crate::spec::{Operation, Rule, Violation};

/// Where the codes are explained.
const CODES: &str = "https://docs.lusid.com/#section/Error-Codes";

/// Builds the body of an error.
fn details(status: StatusCode, code: i32, name: &str, detail: &str) -> Value {
    json!({
        "name": name,
        "errorDetails": [],
        "code": code,
        "type": format!("{CODES}/{code}"),
        "title": status.canonical_reason().unwrap_or("Failure"),
        "status": status.as_u16(),
        "detail": detail,
        "instance": null,
    })
}

/// Answers with an error that concerns no field.
fn problem(status: StatusCode, code: i32, name: &str, detail: &str) -> Reply {
    Reply::json(status, &details(status, code, name, detail))
}

/// Answers with what is wrong in which field.
fn validation(code: i32, name: &str, detail: &str, errors: &[(String, String)]) -> Reply {
    let mut by_field = Map::new();
    let mut each = Vec::new();
    for (field, message) in errors {
        each.push(json!({ "id": field, "type": name, "detail": message }));
        let messages = by_field.entry(field.clone()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(messages) = messages {
            messages.push(Value::from(message.as_str()));
        }
    }
    let mut body = details(StatusCode::BAD_REQUEST, code, name, detail);
    if let Value::Object(body) = &mut body {
        body.insert("errorDetails".to_owned(), Value::Array(each));
        body.insert("errors".to_owned(), Value::Object(by_field));
    }
    Reply::json(StatusCode::BAD_REQUEST, &body)
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    match status {
        StatusCode::BAD_REQUEST => validation(157, "InvalidRequest", message, &[]),
        StatusCode::UNAUTHORIZED => problem(status, 187, "InvalidIdentityToken", message),
        StatusCode::FORBIDDEN => problem(status, 186, "AccessDenied", message),
        _ => problem(status, -1, "Unknown", message),
    }
}

/// Answers a request that the specification does not allow.
pub(super) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let value = |one: &Violation| matches!(one.rule, Rule::Type | Rule::Constraint);
    let (code, name) =
        if violations.iter().all(value) { (151, "InvalidParameterValue") } else { (157, "InvalidRequest") };
    let errors: Vec<_> = violations.iter().map(|one| (one.field(), one.message.clone())).collect();
    let lines: Vec<_> = violations.iter().map(Violation::line).collect();
    validation(code, name, &lines.join("; "), &errors)
}

/// Answers that a field has a value that cannot be taken.
pub(super) fn wrong(field: &str, message: &str) -> Reply {
    let error = (field.to_owned(), message.to_owned());
    let detail = format!("{field}: {message}");
    validation(151, "InvalidParameterValue", &detail, &[error])
}

/// Answers that something is there twice.
pub(super) fn twice(field: &str, message: &str) -> Reply {
    let error = (field.to_owned(), message.to_owned());
    validation(144, "DuplicateValue", &format!("{field}: {message}"), &[error])
}

pub(super) fn exists(field: &str) -> Reply {
    let message = "there is a user with this value already";
    let error = (field.to_owned(), message.to_owned());
    validation(658, "UserAlreadyExists", &format!("{field}: {message}"), &[error])
}

pub(super) fn no_such_role() -> Reply {
    let message = "there is no such role in the scope `default`";
    let error = ("roles".to_owned(), message.to_owned());
    validation(660, "RoleDoesNotExist", message, &[error])
}

pub(super) fn forbidden() -> Reply {
    let detail = "only holders of the role default/administrator may do this";
    refused(StatusCode::FORBIDDEN, detail)
}

/// An error that concerns no field: status, code, name, and what it means here.
pub(super) struct Problem(StatusCode, i32, &'static str, &'static str);

impl From<Problem> for Reply {
    fn from(Problem(status, code, name, detail): Problem) -> Self {
        if status == StatusCode::BAD_REQUEST {
            return validation(code, name, detail, &[]);
        }
        problem(status, code, name, detail)
    }
}

const BAD: StatusCode = StatusCode::BAD_REQUEST;
const MISSING: StatusCode = StatusCode::NOT_FOUND;

pub(super) const NO_SUCH_USER: Problem = Problem(MISSING, 657, "UserDoesNotExist", "there is no user with this id");
pub(super) const DELETED: Problem = Problem(MISSING, 705, "UserDeleted", "the user has been deleted");
pub(super) const NOT_LOCKED: Problem = Problem(BAD, 706, "UserNotLockedOut", "the user is not locked out");
pub(super) const ACTIVATED: Problem = Problem(BAD, 707, "UserAlreadyActivated", "the user has been activated already");
pub(super) const STATUS_FORBIDS: Problem =
    Problem(BAD, 717, "UserStatusInvalidForOperation", "the status of the user does not allow this");
pub(super) const STATUS_FORBIDS_RESET: Problem =
    Problem(BAD, 718, "UserStatusInvalidForPasswordReset", "the status of the user does not allow a password reset");
pub(super) const STATUS_FORBIDS_EXPIRY: Problem =
    Problem(BAD, 719, "UserStatusInvalidForPasswordExpiry", "the status of the user does not allow password expiry");
pub(super) const HELD_ELSEWHERE: Problem =
    Problem(BAD, 785, "NotValidForExternalUser", "another identity system holds the user's password and factors");
