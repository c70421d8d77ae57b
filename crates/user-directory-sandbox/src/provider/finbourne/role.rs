//! Roles: what users may do.

use serde::{Deserialize, Serialize};

use super::{State, problem};
use crate::message::Reply;
use crate::rng::Rng;

/// The scope whose roles are fixed.
pub(super) const DEFAULT: &str = "default";

/// Key of the role whose holders may write.
pub(super) const ADMINISTRATOR: &str = "default/administrator";

/// Codes, names and descriptions of the roles in the scope `default`.
const FIXED: [(&str, &str, &str); 3] = [
    ("administrator", "Administrator", "Manages users and what they may do."),
    ("operator", "Operator", "Runs the daily processes."),
    ("viewer", "Viewer", "Reads, and changes nothing."),
];

/// Names a role.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct RoleId {
    pub(super) scope: String,
    pub(super) code: String,
}

/// A role as FINBOURNE shows it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Role {
    id: String,
    role_id: RoleId,
    source: String,
    name: String,
    description: Option<String>,
    saml_name: Option<String>,
}

fn key(id: &RoleId) -> String {
    format!("{}/{}", id.scope, id.code)
}

/// Creates the roles of the scope `default`.
pub(super) fn prepare(state: &mut State, rng: &mut Rng) {
    for (code, name, description) in FIXED {
        let role = Role {
            id: rng.id(),
            role_id: RoleId { scope: DEFAULT.to_owned(), code: code.to_owned() },
            source: "Finbourne".to_owned(),
            name: name.to_owned(),
            description: Some(description.to_owned()),
            saml_name: Some(format!("lusid-{code}")),
        };
        state.roles.insert(key(&role.role_id), role);
    }
}

/// Returns the key of a random fixed role.
pub(super) fn any(rng: &mut Rng) -> String {
    format!("{DEFAULT}/{}", rng.pick(&FIXED.map(|(code, ..)| code)))
}

/// Returns the roles with these keys.
pub(super) fn all<'a>(state: &'a State, keys: &[String]) -> Vec<&'a Role> {
    keys.iter().filter_map(|key| state.roles.get(key)).collect()
}

/// Refuses roles that cannot be given.
pub(super) fn check(state: &State, sent: &[RoleId]) -> Result<(), Reply> {
    let missing = sent.iter().find(|id| id.scope == DEFAULT && !state.roles.contains_key(&key(id)));
    missing.map_or(Ok(()), |_| Err(problem::no_such_role()))
}

/// Returns the keys of roles that were sent; those of other scopes are created if they are new.
pub(super) fn take(state: &mut State, rng: &mut Rng, sent: Vec<RoleId>) -> Vec<String> {
    let mut keys = Vec::new();
    for role_id in sent {
        let key = key(&role_id);
        state.roles.entry(key.clone()).or_insert_with(|| Role {
            id: rng.id(),
            source: "Client".to_owned(),
            name: role_id.code.clone(),
            description: None,
            saml_name: None,
            role_id,
        });
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}
