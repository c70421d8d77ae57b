//! Rewrites a copy of the document into the subset that progenitor generates correctly.
//!
//! Order matters: references are resolved before anything looks at parameters or responses, documentation takes
//! the constraints before they are stripped, and types are replaced last.

mod constraints;
mod descriptions;
mod inline_enums;
mod integers;
mod nullable_collections;
mod nullable_references;
mod operation_ids;
mod read_only;
mod references;
mod request_bodies;
mod responses;
mod schemas;
mod secrets;
mod strip;
mod tri_state;
mod version;

use anyhow::{Context, Result};
use serde_json::Value;

use super::facts::Facts;

pub(crate) use descriptions::rustdoc;
pub(crate) use read_only::REQUEST_OF;

/// One step: changes the document, with the facts of the unlowered one at hand.
type Pass = fn(&mut Value, &Facts) -> Result<()>;

const PASSES: [(&str, Pass); 16] = [
    ("references", references::run),
    ("version", version::run),
    ("operation-ids", operation_ids::run),
    ("request-bodies", request_bodies::run),
    ("responses", responses::run),
    // Before schemas are split, so that both forms share their enums.
    ("inline-enums", inline_enums::run),
    ("read-only", read_only::run),
    ("nullable-references", nullable_references::run),
    ("constraints", constraints::run),
    ("descriptions", descriptions::run),
    ("strip", strip::run),
    ("integers", integers::run),
    ("secrets", secrets::run),
    // Before collections become nullable: only a documented null is one that a request can say.
    ("tri-state", tri_state::run),
    ("nullable-collections", nullable_collections::run),
    // Shared schemas that no operation reaches stay: hand-written code reads errors with them.
    ("check", schemas::check),
];

/// Runs all passes.
pub(crate) fn run(mut document: Value, facts: &Facts) -> Result<Value> {
    for (name, pass) in PASSES {
        pass(&mut document, facts).with_context(|| format!("pass {name}"))?;
    }
    Ok(document)
}

#[cfg(test)]
pub(crate) fn lowered(pass: Pass, mut document: Value) -> Value {
    let facts = super::facts::read(&serde_json::json!({"paths": {}})).unwrap();
    pass(&mut document, &facts).unwrap();
    document
}
