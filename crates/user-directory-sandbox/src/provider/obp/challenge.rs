//! Changes of auth contexts that a one-time code confirms. No code is sent: the control API and the library tell it.

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Obp, problem};
use crate::message::Reply;
use crate::provider::Extra;

/// How a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Status {
    Initiated,
    Accepted,
    Rejected,
}

/// A change of somebody's auth context.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Update {
    /// Identifier of the user.
    pub(super) user: String,
    pub(super) key: String,
    pub(super) value: String,
    pub(super) status: Status,
    pub(super) consumer: String,
    /// How the code is said to be sent: `SMS` or `EMAIL`.
    pub(super) method: String,
    pub(super) code: String,
}

/// A change as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    user_auth_context_update_id: &'a str,
    user_id: &'a str,
    key: &'a str,
    value: &'a str,
    status: Status,
    consumer_id: &'a str,
}

impl<'a> View<'a> {
    pub(super) fn new(id: &'a str, update: &'a Update) -> Self {
        Self {
            user_auth_context_update_id: id,
            user_id: &update.user,
            key: &update.key,
            value: &update.value,
            status: update.status,
            consumer_id: &update.consumer,
        }
    }
}

/// `GET /_sandbox/obp/auth-context-updates/{id}` answers `{"code": "12345678", "method": "SMS", "status": "INITIATED"}`.
pub(super) const CONTROLS: &[Extra] = &[Extra {
    name: "readChallenge",
    method: "GET",
    path: "/auth-context-updates/{id}",
    handler: |context, _, values| {
        let id = values.first().map_or("", String::as_str);
        let found = context.world.obp.updates.get(id);
        let message = "there is no such change of an auth context";
        let update = found.ok_or_else(|| problem::problem(StatusCode::NOT_FOUND, "OBP-30057", message))?;
        Reply::ok(&json!({
            "code": update.code, "method": update.method, "status": update.status }))
    },
}];

impl Obp<'_> {
    /// Returns the one-time code that confirms a change of an auth context, as the user would be sent it.
    pub fn challenge(&self, auth_context_update: &str) -> Option<String> {
        let world = self.0.shared().world();
        let update = world.obp.updates.get(auth_context_update)?;
        Some(update.code.clone())
    }
}
