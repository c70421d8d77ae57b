//! Operations of an invented provider, for unit tests.

use crate::Operation;

pub(crate) static GET_USER: Operation = Operation {
    id: "getUser",
    method: "GET",
    path: "/v1/users/{userId}",
    reserved: &[("userId", &["deleted"])],
    python_name: "get_user",
    safe: true,
    idempotent: true,
    auth: &[&["bearer"]],
    success: &["200"],
    errors: &["404"],
    accept: Some("application/json"),
    content_type: None,
    pagination: None,
};
