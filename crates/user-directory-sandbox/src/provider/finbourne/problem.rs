//! FINBOURNE's errors: problem details with a name and a business code.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::json;

use crate::message::Reply;
use crate::spec::{Operation, Rule, Violation, extend, lines};

/// Documentation of the codes.
const CODES: &str = "https://docs.lusid.com/#section/Error-Codes";

/// Answers with an error, and for a 400 with what is wrong in which field.
fn problem(status: StatusCode, code: i32, name: &str, detail: &str, errors: &[(String, String)]) -> Reply {
    let details = errors.iter().map(|(field, message)| json!({ "id": field, "type": name, "detail": message }));
    let mut body = json!({
        "name": name,
        "errorDetails": details.collect::<Vec<_>>(),
        "code": code,
        "type": format!("{CODES}/{code}"),
        "title": status.canonical_reason().unwrap_or("Failure"),
        "status": status.as_u16(),
        "detail": detail,
        "instance": null,
    });
    if status == StatusCode::BAD_REQUEST {
        let mut by_field = BTreeMap::<_, Vec<_>>::new();
        for (field, message) in errors {
            by_field.entry(field).or_default().push(message);
        }
        extend(&mut body, json!({ "errors": by_field }));
    }
    Reply::json(status, &body)
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    let (code, name) = match status {
        StatusCode::BAD_REQUEST => (157, "InvalidRequest"),
        StatusCode::UNAUTHORIZED => (187, "InvalidIdentityToken"),
        StatusCode::FORBIDDEN => (186, "AccessDenied"),
        _ => (-1, "Unknown"),
    };
    problem(status, code, name, message, &[])
}

/// Answers a request that the specification does not allow.
pub(super) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let value = |one: &Violation| matches!(one.rule, Rule::Type | Rule::Constraint);
    let (code, name) =
        if violations.iter().all(value) { (151, "InvalidParameterValue") } else { (157, "InvalidRequest") };
    let errors: Vec<_> = violations.iter().map(|one| (one.field(), one.message.clone())).collect();
    problem(BAD, code, name, &lines(violations).join("; "), &errors)
}

fn about_field(code: i32, name: &str, field: &str, message: &str) -> Reply {
    let detail = format!("{field}: {message}");
    problem(BAD, code, name, &detail, &[(field.to_owned(), message.to_owned())])
}

/// Answers that a field has a value that cannot be taken.
pub(super) fn wrong(field: &str, message: &str) -> Reply {
    about_field(151, "InvalidParameterValue", field, message)
}

pub(super) fn duplicate(field: &str) -> Reply {
    about_field(144, "DuplicateValue", field, "is the name of two alternative ids")
}

pub(super) fn exists(field: &str) -> Reply {
    about_field(658, "UserAlreadyExists", field, "there is a user with this value already")
}

pub(super) fn no_such_role() -> Reply {
    about_field(660, "RoleDoesNotExist", "roles", "there is no such role in the scope `default`")
}

pub(super) fn forbidden() -> Reply {
    refused(StatusCode::FORBIDDEN, "only holders of the role default/administrator may do this")
}

/// An error that concerns no field: status, code, name, and what it means here.
pub(super) struct Problem(StatusCode, i32, &'static str, &'static str);

impl From<Problem> for Reply {
    fn from(Problem(status, code, name, detail): Problem) -> Self {
        problem(status, code, name, detail, &[])
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
