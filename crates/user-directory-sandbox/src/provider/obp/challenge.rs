//! Changes of auth contexts that a one-time code confirms. No code is sent: the control API and the library return it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// State of a change.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Status {
    Initiated,
    Accepted,
    Rejected,
}

/// A change of a user's auth context.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Update {
    /// Identifier of the user.
    pub(super) user: String,
    pub(super) key: String,
    pub(super) value: String,
    pub(super) status: Status,
    pub(super) consumer: String,
    /// How the code would be sent: `SMS` or `EMAIL`.
    pub(super) method: String,
    pub(super) code: String,
}

impl Update {
    pub(super) fn show(&self, id: &str) -> Value {
        json!({
            "user_auth_context_update_id": id,
            "user_id": self.user,
            "key": self.key,
            "value": self.value,
            "status": self.status,
            "consumer_id": self.consumer,
        })
    }
}
