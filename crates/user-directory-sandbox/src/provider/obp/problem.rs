//! The Open Bank Project's errors: the message begins with a code, and the body repeats the status.

use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::json;

use crate::message::Reply;
use crate::spec::{Operation, Place, Rule, Violation, lines};

/// Answers with a code and what it means here.
pub(super) fn problem(status: StatusCode, code: &str, message: &str) -> Reply {
    let body = json!({ "code": status.as_u16(), "message": format!("{code}: {message}") });
    let reply = Reply::json(status, &body);
    if status == StatusCode::UNAUTHORIZED {
        const SCHEMES: &str = "OAuth realm=\"obp\", Bearer realm=\"obp\", DirectLogin realm=\"obp\"";
        return reply.with(WWW_AUTHENTICATE, SCHEMES);
    }
    reply
}

/// Answers 400 with a message that has no code, as a few checks of the server do.
pub(super) fn without_code(message: &str) -> Reply {
    Reply::json(StatusCode::BAD_REQUEST, &json!({ "code": 400, "message": message }))
}

/// Answers with 400, which most failures are.
pub(super) fn bad(code: &str, message: &str) -> Reply {
    problem(StatusCode::BAD_REQUEST, code, message)
}

/// Answers with an error that no operation describes.
pub(super) fn refused(status: StatusCode, message: &str) -> Reply {
    let code = match status {
        StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE => "OBP-10001",
        StatusCode::UNAUTHORIZED => "OBP-20001",
        StatusCode::FORBIDDEN => "OBP-20006",
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "OBP-10404",
        StatusCode::TOO_MANY_REQUESTS => "OBP-10018",
        StatusCode::NOT_IMPLEMENTED => "OBP-10010",
        _ => "OBP-50000",
    };
    problem(status, code, message)
}

/// Answers a request that the specification does not allow. The code is that of the first violation; all are named.
pub(super) fn invalid(_: &Operation, violations: &[Violation]) -> Reply {
    let code = violations.first().map_or("OBP-10001", code);
    bad(code, &lines(violations).join("; "))
}

fn code(violation: &Violation) -> &'static str {
    match (violation.place, violation.name.as_str()) {
        (Place::Query, _) if violation.rule == Rule::Unknown => "OBP-10016",
        (Place::Query, "sort_direction") => "OBP-10023",
        (Place::Query, "offset") => "OBP-10024",
        (Place::Query, "limit") => "OBP-10025",
        (Place::Query, "is_deleted") => "OBP-10036",
        (Place::Query, _) => "OBP-10016",
        (Place::Path, "SCA_METHOD") => "OBP-10030",
        _ => "OBP-10001",
    }
}

pub(super) fn not_logged_in() -> Reply {
    problem(StatusCode::UNAUTHORIZED, "OBP-20001", "the call carries no credentials, and the operation needs a user")
}

/// Answers for an unknown user id, in most operations.
pub(super) fn no_such_user() -> Reply {
    problem(StatusCode::NOT_FOUND, "OBP-20005", "there is no user with this USER_ID")
}

/// Answers a caller who has none of these roles.
pub(super) fn missing_roles(roles: &[impl AsRef<str>]) -> Reply {
    let roles: Vec<_> = roles.iter().map(AsRef::as_ref).collect();
    let message = format!("the user lacks a role: {}", roles.join(" or "));
    problem(StatusCode::FORBIDDEN, "OBP-20006", &message)
}
