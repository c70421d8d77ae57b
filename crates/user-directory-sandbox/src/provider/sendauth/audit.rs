//! Audit trails.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Account;
use crate::clock::rfc3339;
use crate::context::Context;
use crate::store::{PersonId, Store};

/// One entry of a trail.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Audit {
    /// Name of the user at the time.
    pub(super) name: String,
    pub(super) deed: Deed,
}

impl Audit {
    /// Returns the entry of what was done to a person.
    pub(super) fn new(store: &Store, person: PersonId, deed: Deed) -> Self {
        let person = store.person(person);
        let name = person.map_or_else(String::new, |person| person.facts.full_name());
        Self { name, deed }
    }
}

/// What was done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Deed {
    pub(super) action: String,
    pub(super) actor: String,
    pub(super) extras: BTreeMap<String, String>,
    pub(super) at: DateTime<Utc>,
}

impl Deed {
    pub(super) fn new(action: &str, actor: &str, at: DateTime<Utc>) -> Self {
        Self { action: action.to_owned(), actor: actor.to_owned(), extras: BTreeMap::new(), at }
    }
}

/// An entry as SendAuth shows it.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    subject: &'a str,
    name: &'a str,
    r#type: &'static str,
    actor: &'a str,
    action: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extras: &'a BTreeMap<String, String>,
    // Here, and only here, SendAuth does not write `createdAt`.
    created_at: String,
}

impl<'a> View<'a> {
    pub(super) fn new(subject: &'a str, audit: &'a Audit) -> Self {
        Self {
            subject,
            name: &audit.name,
            r#type: "user",
            actor: &audit.deed.actor,
            action: &audit.deed.action,
            extras: &audit.deed.extras,
            created_at: rfc3339(audit.deed.at),
        }
    }
}

/// Notes what the caller did to a person's account.
pub(super) fn record(context: &mut Context<'_>, person: PersonId, action: &str, extras: BTreeMap<String, String>) {
    let now = context.now();
    let store = &context.world.store;
    let caller = context.principal.person.and_then(|id| store.person(id));
    let actor = caller.map_or_else(|| "system".to_owned(), |person| person.facts.full_name());
    let mut deed = Deed::new(action, &actor, now);
    deed.extras = extras;
    let store = &mut context.world.store;
    let entry = Audit::new(store, person, deed);
    store.edit_account(person, |account: &mut Account| account.trail.push(entry));
}
