//! Walks over all schemas of a document.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use crate::generate::facts::Facts;

/// Calls `change` for every schema of the document, outer before inner.
pub(crate) fn for_each(document: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for schema in schemas.values_mut() {
            visit(schema, change);
        }
    }
    for_each_operation(document, &mut |operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(schema) = parameter.get_mut("schema") {
                visit(schema, change);
            }
        }
        let bodies = operation.get_mut("requestBody").into_iter();
        for body in bodies {
            visit_content(body, change);
        }
        for response in
            operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
        {
            visit_content(response, change);
        }
    });
}

/// Calls `change` for every operation of the document.
pub(crate) fn for_each_operation(document: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(Map::values_mut) {
        for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
            if let Some(operation) = operation.as_object_mut() {
                change(operation);
            }
        }
    }
}

fn visit_content(holder: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    for media in holder.get_mut("content").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        if let Some(schema) = media.get_mut("schema") {
            visit(schema, change);
        }
    }
}

/// Calls `change` for a schema and the schemas within it.
pub(crate) fn visit(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(map) = schema.as_object_mut() else {
        return;
    };
    change(map);
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = map.get_mut(key) {
            visit(inner, change);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        for inner in map.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            visit(inner, change);
        }
    }
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        for inner in properties.values_mut() {
            visit(inner, change);
        }
    }
}

/// Returns the names of the component schemas that a value refers to, directly or through others.
pub(crate) fn reached(document: &Value, from: &[&Value]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open: Vec<&Value> = from.to_vec();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(name) = component(map)
                    && !found.iter().any(|known| known == name)
                {
                    found.push(name.to_owned());
                    open.extend(document.pointer("/components/schemas").and_then(|all| all.get(name)));
                }
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Returns the name of the component schema that a `$ref` points to.
pub(crate) fn component(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

/// Returns the component schemas reached by request bodies, and those reached by responses.
pub(crate) fn by_direction(document: &mut Value) -> (Vec<String>, Vec<String>) {
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    for_each_operation(document, &mut |operation| {
        requests.extend(operation.get("requestBody").cloned());
        responses.extend(operation.get("responses").cloned());
    });
    let names = |from: &[Value]| reached(document, &from.iter().collect::<Vec<_>>());
    (names(&requests), names(&responses))
}

/// Fails if a `$ref` points nowhere: lowering must not lose a schema.
pub(crate) fn check(document: &mut Value, _: &Facts) -> Result<()> {
    let all = document.clone();
    let mut dangling = Vec::new();
    for_each(document, &mut |schema| {
        if let Some(Value::String(target)) = schema.get("$ref")
            && target.strip_prefix('#').and_then(|pointer| all.pointer(pointer)).is_none()
        {
            dangling.push(target.clone());
        }
    });
    if dangling.is_empty() {
        return Ok(());
    }
    bail!("references point nowhere: {}", dangling.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_schema_is_visited_once() {
        let mut document = json!({
            "paths": {"/a": {"get": {
                "parameters": [{"schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": {}}}}}},
            }}},
            "components": {"schemas": {"A": {"properties": {"b": {"additionalProperties": {}}, "c": {"oneOf": [{}, {}]}}}}},
        });
        let mut count = 0;
        for_each(&mut document, &mut |_| count += 1);
        assert_eq!(count, 10);
        assert_eq!(by_direction(&mut document), (vec!["A".to_owned()], vec![]));
    }
}
