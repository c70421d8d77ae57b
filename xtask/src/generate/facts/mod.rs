//! Reads a whole API from a document: every operation with all that the templates need to know of it.

mod content;
mod media;
mod operation;
mod pagination;
mod parameters;
mod reserved;

use std::collections::{BTreeMap, HashSet};

use anyhow::{Result, bail, ensure};
use serde_json::{Map, Value};

use super::api::{Api, Content, Operation, Shape, Use};
use super::input::METHODS;
use super::lower::Schemas;
use super::names::{self, Names};

/// Operations that are not generated, by id, each with its reason.
pub(crate) type Skips = BTreeMap<String, String>;

/// One operation, as the document has it.
struct Entry<'a> {
    path: &'a str,
    method: &'static str,
    id: String,
    operation: &'a Value,
}

/// What an operation is called in Rust.
struct Called {
    method: String,
    call: String,
    constant: String,
}

/// Reads an OpenAPI 3.0 document. Returns with the API what cannot be generated right and `skips` does not list.
pub(crate) fn read(document: &Value, skips: &Skips) -> Result<(Api, Skips)> {
    let entries = entries(document)?;
    if let Some(unknown) = skips.keys().find(|id| entries.iter().all(|entry| entry.id != **id)) {
        bail!("source.toml skips `{unknown}`, which is no operation of the document");
    }
    let entries: Vec<Entry> = entries.into_iter().filter(|entry| !skips.contains_key(&entry.id)).collect();
    let mut taken = Names::of_methods();
    let ids = entries.iter().map(|entry| entry.id.as_str());
    let methods = names::natural(&mut taken, ids, names::snake, "operation");
    // Those of operations that are left out, too: the server has them anyway.
    let templates: Vec<&str> = paths(document).map(|(path, _)| path.as_str()).collect();
    let mut schemas = Schemas::new(document);
    let (mut calls, mut constants) = (Names::of_calls(), Names::of_constants());
    let mut operations = Vec::new();
    let mut refused = Skips::new();
    for entry in &entries {
        let method = methods[&entry.id].clone();
        let (call, constant) = (names::pascal(&method), names::constant(&method));
        let called = Called {
            call: calls.take([call.as_str(), format!("{call}Call").as_str()]),
            constant: constants.take([constant.as_str(), format!("{constant}_OPERATION").as_str()]),
            method,
        };
        match operation::read(document, &mut schemas, entry, called, &mut calls, &templates) {
            Ok(operation) => operations.push(operation),
            Err(error) => drop(refused.insert(entry.id.clone(), format!("{error:#}"))),
        }
    }
    for entry in &entries {
        content::errors(&mut schemas, entry.operation);
    }
    let components = schemas.components();
    let Schemas { mut models, enums, mut unions, notes, .. } = schemas;
    mark_uses(&operations, &mut models, &mut unions);
    Ok((Api { operations, models, enums, unions, components, notes }, refused))
}

/// Returns the paths, without what others than OpenAPI say among them.
fn paths(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    members(document, "paths").filter(|(path, _)| !path.starts_with("x-"))
}

fn entries(document: &Value) -> Result<Vec<Entry<'_>>> {
    ensure!(document.get("paths").is_some_and(Value::is_object), "the document has no paths");
    let mut entries = Vec::new();
    let mut seen = Names::default();
    for (path, item) in paths(document) {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let own = operation.get("operationId").and_then(Value::as_str).filter(|id| !id.is_empty());
            // Without an id, or with another's: the method and the path say which it is.
            let made = names::snake(&format!("{method} {}", path.replace(['{', '}'], "")));
            let id = seen.take(own.into_iter().chain([made.as_str()]));
            entries.push(Entry { path, method, id, operation });
        }
    }
    Ok(entries)
}

/// Finds out which models are sent, which answered.
fn mark_uses(operations: &[Operation], models: &mut [super::api::Model], unions: &mut [super::api::Union]) {
    let (mut sent, mut answered): (Vec<&Shape>, Vec<&Shape>) = (Vec::new(), Vec::new());
    for operation in operations {
        sent.extend(operation.parameters.iter().map(|parameter| &parameter.shape));
        sent.extend(operation.body.iter().filter_map(|body| json(&body.content)));
        answered.extend(operation.answers.iter().filter_map(|answer| json(&answer.content)));
    }
    let reach = |from: Vec<&Shape>, models: &[super::api::Model], unions: &[super::api::Union]| {
        let mut found: HashSet<String> = HashSet::new();
        let mut open: Vec<String> = from.into_iter().flat_map(types).collect();
        while let Some(name) = open.pop() {
            if !found.insert(name.clone()) {
                continue;
            }
            if let Some(model) = models.iter().find(|model| model.name == name) {
                let shapes = model.fields.iter().map(|field| &field.shape).chain(&model.others);
                open.extend(shapes.flat_map(types));
            }
            if let Some(union) = unions.iter().find(|union| union.name == name) {
                open.extend(union.shapes().flat_map(types));
            }
        }
        found
    };
    let (sent, answered) = (reach(sent, models, unions), reach(answered, models, unions));
    for model in models {
        model.used = Use { request: sent.contains(&model.name), answer: answered.contains(&model.name) };
    }
}

fn json(content: &Content) -> Option<&Shape> {
    match content {
        Content::Json(shape) => Some(shape),
        _ => None,
    }
}

/// Returns the names of the types that a shape refers to.
pub(crate) fn types(shape: &Shape) -> Vec<String> {
    match shape {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
            own.map(str::to_owned).into_iter().chain(map.values().flat_map(types)).collect()
        }
        Value::Array(items) => items.iter().flat_map(types).collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

fn members<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flat_map(Map::iter)
}
