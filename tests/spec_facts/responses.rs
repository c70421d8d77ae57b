//! Answers: statuses, types and media types.

use serde_json::Value;

use crate::facts::{Facts, Operation};
use crate::{Differences, correction, resolve, schema};

pub(crate) fn compare(facts: &Facts, document: &Value, fact: &Operation, operation: &Value, found: &mut Differences) {
    let id = fact.id();
    let expected = fact.responses(facts.errors.as_ref());
    let none = serde_json::Map::new();
    let documented = operation.get("responses").and_then(Value::as_object);
    let documented = documented.unwrap_or(&none);
    for (status, kind) in &expected {
        match documented.get(status).map(|response| resolve(response, document)) {
            None if correction::names(operation, status) => {}
            None => found.add(id, format!("lacks the response {status} ({kind})")),
            Some(response) => compare_one(fact, status, kind, response, found),
        }
    }
    for (status, response) in documented {
        if expected.contains_key(status) || status.starts_with("x-") {
            continue;
        }
        if !correction::within(resolve(response, document)) {
            found.add(id, format!("the facts know no response {status}"));
        }
    }
}

fn compare_one(fact: &Operation, status: &str, kind: &str, response: &Value, found: &mut Differences) {
    if correction::within(response) {
        return;
    }
    let id = fact.id();
    let types = media_types(response);
    if kind == "none" {
        if !types.is_empty() {
            found.add(id, format!("response {status} has content, should have none"));
        }
        return;
    }
    if types.is_empty() && kind != "json" {
        found.add(id, format!("response {status} has no content, not {kind}"));
    }
    if let Some(accept) = &fact.accept
        && !types.is_empty()
        && types != *accept
    {
        found.add(id, format!("response {status} is {types:?}, not {accept:?}"));
    }
    for media_type in types {
        let schema = &response["content"][media_type]["schema"];
        if !is_kind(schema, kind) {
            found.add(id, format!("response {status} {media_type} is {schema}, not {kind}"));
        }
    }
}

fn is_kind(schema: &Value, kind: &str) -> bool {
    if kind == "json" {
        // JSON of which nothing is known.
        return schema::reference(schema).is_none() && schema.get("properties").is_none();
    }
    match kind.strip_suffix("[]") {
        Some(item) => schema["type"] == "array" && schema::reference(&schema["items"]) == Some(item),
        None => schema::reference(schema) == Some(kind),
    }
}

/// Returns the media types of a body or an answer, sorted.
pub(crate) fn media_types(object: &Value) -> Vec<&str> {
    let content = object.get("content").and_then(Value::as_object);
    let mut types: Vec<&str> = content.into_iter().flat_map(|content| content.keys()).map(String::as_str).collect();
    types.sort_unstable();
    types
}
