//! `x-correction`: what the pages say, what is true, and how that is known, kept in the document.

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pointer::Place;

const KEY: &str = "x-correction";

/// One correction of the documentation.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Correction {
    /// What the documentation says.
    docs: String,
    /// What the API does.
    actual: String,
    /// Where that is known from.
    source: String,
}

impl Correction {
    pub(super) fn check(&self) -> Result<()> {
        for (key, text) in [("docs", &self.docs), ("actual", &self.actual), ("source", &self.source)] {
            if text.trim().is_empty() {
                bail!("its x-correction has an empty `{key}`");
            }
        }
        Ok(())
    }
}

/// Copies a correction to the objects that an action's targets are or were part of, once each.
pub(super) fn mark(correction: &Correction, places: &[Place], document: &mut Value) -> Result<()> {
    let mut marked: Vec<Place> = Vec::new();
    for place in places {
        let carrier = carrier(place, document);
        if marked.contains(&carrier) {
            continue;
        }
        let Some(Value::Object(map)) = carrier.find(document) else {
            bail!("no object can carry its x-correction");
        };
        let value = serde_json::to_value(correction).context("cannot write its x-correction")?;
        match map.get_mut(KEY) {
            None => {
                map.insert(KEY.to_owned(), value);
            }
            Some(Value::Array(list)) => list.push(value),
            Some(existing) => *existing = Value::Array(vec![existing.take(), value]),
        }
        marked.push(carrier);
    }
    Ok(())
}

/// What the OpenAPI specification makes of a node, as far as extensions go.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// An object with fixed fields, which may have `x-` fields.
    Fixed,
    /// The `components` object: its fields are all maps.
    Components,
    /// An object or array whose keys are names or indexes and whose values have fixed fields.
    Map,
    /// Security requirements, examples, defaults: data in which nothing may be marked.
    Data,
}

/// Returns the innermost object around `place` that exists and may have `x-` fields.
fn carrier(place: &Place, document: &mut Value) -> Place {
    let mut kind = Kind::Fixed;
    let mut found = Place(Vec::new());
    let mut path = Place(Vec::new());
    for key in &place.0 {
        kind = child(kind, key);
        path.0.push(key.clone());
        match path.find(document) {
            Some(Value::Object(_)) => {}
            // The entries of an array are what its key says, whatever the array is called.
            Some(Value::Array(_)) => {
                if kind == Kind::Fixed {
                    kind = Kind::Map;
                }
                continue;
            }
            _ => break,
        }
        if matches!(kind, Kind::Fixed | Kind::Components) {
            found = path.clone();
        }
    }
    found
}

fn child(parent: Kind, key: &str) -> Kind {
    match (parent, key) {
        (Kind::Data, _) => Kind::Data,
        (Kind::Map, _) => Kind::Fixed,
        (Kind::Components, _) => Kind::Map,
        (Kind::Fixed, "components") => Kind::Components,
        (
            Kind::Fixed,
            "properties" | "content" | "headers" | "responses" | "examples" | "links" | "callbacks" | "encoding"
            | "variables" | "parameters" | "tags" | "servers" | "allOf" | "anyOf" | "oneOf",
        ) => Kind::Map,
        (Kind::Fixed, "security" | "default" | "example" | "value" | "enum" | "required" | "mapping" | "scopes") => {
            Kind::Data
        }
        (Kind::Fixed, key) if key.starts_with("x-") => Kind::Data,
        (Kind::Fixed, _) => Kind::Fixed,
    }
}
