//! Audit trails.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Context, SPECIFICATION};
use crate::clock::rfc3339;
use crate::store::PersonId;

/// One entry of a trail.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Audit {
    /// Name of the user at the time.
    pub(super) name: String,
    pub(super) action: String,
    pub(super) actor: String,
    pub(super) extras: BTreeMap<String, String>,
    #[serde(deserialize_with = "crate::clock::stored")]
    pub(super) at: DateTime<Utc>,
}

impl Audit {
    /// Returns the entry as SendAuth shows it.
    pub(super) fn show(&self, subject: &str) -> Value {
        SPECIFICATION.shape("Audit").fit(json!({
            "subject": subject,
            "name": self.name,
            "type": "user",
            "actor": self.actor,
            "action": self.action,
            "extras": (!self.extras.is_empty()).then_some(&self.extras),
            // Here, and only here, SendAuth does not write `createdAt`.
            "created_at": rfc3339(self.at),
        }))
    }
}

/// Notes what the caller did to a person's account.
pub(super) fn record(context: &mut Context<'_>, person: PersonId, action: &str, extras: BTreeMap<String, String>) {
    let name = |id| context.person(id).map(|person| person.facts.full_name());
    let entry = Audit {
        name: name(person).unwrap_or_default(),
        action: action.to_owned(),
        actor: context.caller.and_then(name).unwrap_or_else(|| "system".to_owned()),
        extras,
        at: context.now(),
    };
    context.edit(person, |account| account.trail.push(entry));
}
