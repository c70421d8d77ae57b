//! OpenAPI 3.1 and 3.2 in the words of 3.0: JSON Schema's newer keywords in those that both know.

use serde_json::{Map, Value, json};

/// Rewrites a document. What 3.0 cannot say (`patternProperties`, `if`) stays where it is and is not looked at later.
pub(super) fn to_3_0(mut document: Value) -> Value {
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    components.into_iter().flat_map(Map::values_mut).for_each(schema);
    walk(&mut document);
    document["openapi"] = Value::from("3.0.3");
    document
}

/// Finds the schemas of parameters, headers, bodies and answers.
fn walk(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(walk),
        Value::Object(map) => {
            for (key, inner) in map {
                match key.as_str() {
                    "schema" => schema(inner),
                    "schemas" | "example" | "examples" => {}
                    _ => walk(inner),
                }
            }
        }
        _ => {}
    }
}

/// Rewrites a schema and those within it. What a key leads to tells them from data and from names.
fn schema(value: &mut Value) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    types(map);
    alternatives(map);
    siblings(map);
    constant(map);
    binary(map);
    for (key, inner) in map {
        match key.as_str() {
            "items" | "additionalProperties" | "not" => schema(inner),
            "allOf" | "oneOf" | "anyOf" | "prefixItems" => {
                inner.as_array_mut().into_iter().flatten().for_each(schema);
            }
            "properties" | "patternProperties" | "$defs" | "definitions" => {
                inner.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(schema);
            }
            _ => {}
        }
    }
}

/// `type: [string, "null"]` is a nullable string; several types are alternatives.
fn types(map: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = map.get("type") else {
        if map.get("type").and_then(Value::as_str) == Some("null") {
            map.remove("type");
            map.insert("nullable".to_owned(), Value::Bool(true));
            map.insert("enum".to_owned(), json!([null]));
        }
        return;
    };
    let (nulls, others): (Vec<Value>, Vec<Value>) = types.iter().cloned().partition(|kind| kind == "null");
    if !nulls.is_empty() {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    match others.as_slice() {
        [] => drop(map.remove("type")),
        [single] => drop(map.insert("type".to_owned(), single.clone())),
        several => {
            let alternatives: Vec<Value> = several.iter().map(|kind| with_type(map, kind)).collect();
            for key in ["type", "items", "properties", "required", "additionalProperties", "format"] {
                map.remove(key);
            }
            map.insert("oneOf".to_owned(), Value::Array(alternatives));
        }
    }
}

/// Returns what a schema of several types says of one of them.
fn with_type(map: &Map<String, Value>, kind: &Value) -> Value {
    let keys: &[&str] = match kind.as_str() {
        Some("object") => &["properties", "required", "additionalProperties"],
        Some("array") => &["items"],
        _ => &["format", "enum"],
    };
    let mut one = Map::from_iter([("type".to_owned(), kind.clone())]);
    one.extend(
        map.iter().filter(|(key, _)| keys.contains(&key.as_str())).map(|(key, value)| (key.clone(), value.clone())),
    );
    Value::Object(one)
}

/// An alternative that is null makes the whole nullable.
fn alternatives(map: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let Some(alternatives) = map.get_mut(key).and_then(Value::as_array_mut) else {
            continue;
        };
        let before = alternatives.len();
        alternatives.retain(|one| one.get("type").and_then(Value::as_str) != Some("null"));
        if alternatives.len() < before {
            map.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}

/// In 3.0 the siblings of a `$ref` are ignored.
fn siblings(map: &mut Map<String, Value>) {
    if map.len() > 1
        && let Some(reference) = map.remove("$ref")
    {
        let parts = map.entry("allOf").or_insert_with(|| json!([]));
        parts.as_array_mut().into_iter().for_each(|parts| parts.push(json!({ "$ref": reference })));
    }
}

fn constant(map: &mut Map<String, Value>) {
    if let Some(value) = map.remove("const") {
        map.insert("enum".to_owned(), json!([value]));
    }
}

fn binary(map: &mut Map<String, Value>) {
    let encoded = map.contains_key("contentEncoding");
    if map.get("contentMediaType").is_some_and(Value::is_string) && !encoded {
        map.insert("type".to_owned(), Value::from("string"));
        map.insert("format".to_owned(), Value::from("binary"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_keywords_become_older_ones() {
        for (newer, older) in [
            (json!({"type": ["string", "null"]}), json!({"type": "string", "nullable": true})),
            (
                json!({"type": ["string", "integer"], "format": "x"}),
                json!({"oneOf": [{"type": "string", "format": "x"}, {"type": "integer", "format": "x"}]}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}),
                json!({"anyOf": [{"$ref": "#/a"}], "nullable": true}),
            ),
            (
                json!({"$ref": "#/a", "description": "An a."}),
                json!({"allOf": [{"$ref": "#/a"}], "description": "An a."}),
            ),
            (
                json!({"$ref": "#/a", "properties": {"b": {}}, "allOf": [{}]}),
                json!({"properties": {"b": {}}, "allOf": [{}, {"$ref": "#/a"}]}),
            ),
            (json!({"const": "a"}), json!({"enum": ["a"]})),
            (json!({"const": null}), json!({"enum": [null]})),
            // Names are no keywords, and data no schemas.
            (
                json!({"properties": {"const": {"const": 1}, "default": {"type": ["string", "null"]}, "$ref": {}}}),
                json!({"properties": {
                    "const": {"enum": [1]}, "default": {"type": "string", "nullable": true}, "$ref": {},
                }}),
            ),
            (
                json!({"default": {"type": ["a"]}, "example": {"const": 1}, "enum": [{"const": 1}]}),
                json!({"default": {"type": ["a"]}, "example": {"const": 1}, "enum": [{"const": 1}]}),
            ),
            (
                json!({"contentMediaType": "image/png"}),
                json!({"contentMediaType": "image/png", "type": "string", "format": "binary"}),
            ),
        ] {
            let document = to_3_0(json!({"components": {"schemas": {"A": newer}}}));
            assert_eq!(document["components"]["schemas"]["A"], older);
        }
    }

    #[test]
    fn schemas_are_found_wherever_they_stand() {
        let newer = json!({"content": {"a/b": {"schema": {"type": ["string", "null"]}}}});
        let document = to_3_0(json!({"paths": {"/a": {"get": {
            "responses": {"default": newer, "404": {"$ref": "#/components/responses/A", "description": "None."}},
        }}}}));
        let responses = &document["paths"]["/a"]["get"]["responses"];
        assert_eq!(responses["default"]["content"]["a/b"]["schema"], json!({"type": "string", "nullable": true}));
        assert_eq!(responses["404"]["$ref"], "#/components/responses/A");
    }
}
