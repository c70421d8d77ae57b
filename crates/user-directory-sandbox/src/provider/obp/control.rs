//! Users read the codes that they are sent.

use serde_json::json;

use super::State;
use super::challenge::Update;
use crate::provider::interface::{ControlError, Reply, Route};

pub(super) const CONTROLS: &[Route<State>] =
    &[Route::get("readChallenge", "/auth-context-updates/{id}", |context, path, _| {
        let Update { code, method, status, .. } =
            context.state.updates.get(&path[0]).ok_or(ControlError::NotFound("change of an auth context"))?;
        Reply::ok(&json!({ "code": code, "method": method, "status": status }))
    })];

/// Returns the code that confirms a change of an auth context.
pub(crate) fn challenge(state: &State, auth_context_update: &str) -> Option<String> {
    state.updates.get(auth_context_update).map(|update| update.code.clone())
}
