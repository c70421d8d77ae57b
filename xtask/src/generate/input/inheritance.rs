//! Schemas that others build on by `allOf`, told apart by a discriminator: one of them stands for all.
//!
//! What refers to such a base means any of them. As a union it keeps what they add.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

const PREFIX: &str = "#/components/schemas/";

/// Makes a union of each base, and has those that build on it say themselves what the base says.
pub(super) fn to_unions(document: &mut Value) {
    let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
        return;
    };
    let bases: HashMap<String, Value> = schemas
        .iter()
        .filter(|(_, schema)| {
            schema.pointer("/discriminator/propertyName").is_some()
                && ["oneOf", "anyOf"].iter().all(|key| schema.get(*key).is_none())
        })
        .map(|(name, schema)| (name.clone(), schema.clone()))
        .filter(|(name, _)| schemas.values().any(|other| parents(other).contains(&name.as_str())))
        .collect();
    if bases.is_empty() {
        return;
    }
    let unions: Vec<(String, Value)> =
        bases.iter().map(|(name, base)| (name.clone(), union(schemas, &bases, name, base))).collect();
    write_out(document, &bases, 0);
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        unions.into_iter().for_each(|(name, union)| drop(schemas.insert(name, union)));
    }
}

/// Returns the components that a schema adds something to.
fn parents(schema: &Value) -> Vec<&str> {
    let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let adds = |value: &Value| ["properties", "allOf", "$ref"].iter().any(|key| value.get(*key).is_some());
    if schema.get("properties").is_none() && parts.iter().filter(|part| adds(part)).count() < 2 {
        return Vec::new();
    }
    parts.iter().filter_map(component).collect()
}

fn component(part: &Value) -> Option<&str> {
    part.get("$ref").and_then(Value::as_str)?.strip_prefix(PREFIX)
}

/// Returns the union of all that build on a base, directly or by way of others.
fn union(schemas: &Map<String, Value>, bases: &HashMap<String, Value>, name: &str, base: &Value) -> Value {
    let mut family = vec![name];
    let mut at = 0;
    while let Some(member) = family.get(at).copied() {
        let children = schemas.iter().filter(|(_, schema)| parents(schema).contains(&member));
        let children: Vec<&str> = children.map(|(child, _)| child.as_str()).collect();
        family.extend(children.into_iter().filter(|child| !family.contains(child)).collect::<Vec<_>>());
        at += 1;
    }
    let members = family.into_iter().filter(|member| !bases.contains_key(*member));
    let alternatives: Vec<Value> = members.map(|member| json!({"$ref": format!("{PREFIX}{member}")})).collect();
    let mut union = json!({"oneOf": alternatives});
    for key in ["description", "discriminator", "nullable", "x-rust-name"] {
        if let Some(value) = base.get(key) {
            union[key] = value.clone();
        }
    }
    union
}

/// Puts what a base says in the place of references to it from what adds something to it.
fn write_out(value: &mut Value, bases: &HashMap<String, Value>, depth: usize) {
    // Bases that build on each other have no end.
    if depth > 64 {
        return;
    }
    let adds = !parents(value).is_empty();
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| write_out(item, bases, depth + 1)),
        Value::Object(map) => {
            if let Some(parts) = map.get_mut("allOf").and_then(Value::as_array_mut).filter(|_| adds) {
                for part in parts {
                    if let Some(base) = component(part).and_then(|name| bases.get(name)) {
                        *part = base.clone();
                        part.as_object_mut().map(|part| part.remove("discriminator"));
                    }
                }
            }
            map.values_mut().for_each(|inner| write_out(inner, bases, depth + 1));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_stands_for_all_that_build_on_it() {
        let reference = |name: &str| json!({"$ref": format!("{PREFIX}{name}")});
        let pet = json!({
            "type": "object", "properties": {"kind": {}}, "discriminator": {"propertyName": "kind"}, "description": "A pet.",
        });
        let mut document = json!({"components": {"schemas": {
            "Pet": pet,
            "Cat": {"allOf": [reference("Pet"), {"properties": {"lives": {}}}]},
            "Lion": {"allOf": [reference("Cat")], "properties": {"mane": {}}},
            "Favourite": {"allOf": [reference("Pet")], "description": "The best."},
            "Tool": {"properties": {"kind": {}}, "discriminator": {"propertyName": "kind"}},
        }}});
        let before = document["components"]["schemas"].clone();
        to_unions(&mut document);
        let after = &document["components"]["schemas"];
        let expected = json!({
            "oneOf": [reference("Cat"), reference("Lion")],
            "description": "A pet.", "discriminator": {"propertyName": "kind"},
        });
        assert_eq!(after["Pet"], expected);
        assert_eq!(after["Cat"]["allOf"][0]["properties"], json!({"kind": {}}));
        for same in ["Lion", "Favourite", "Tool"] {
            assert_eq!(after[same], before[same], "{same}");
        }
    }
}
