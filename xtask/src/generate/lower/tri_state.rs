//! Keeps absent, null and a value apart where a request can say all three.
//!
//! Applies to optional nullable properties of schemas that only requests use.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::schemas::{by_direction, visit};
use super::secrets::runtime_type;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let (requests, responses) = by_direction(document);
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        if requests.contains(name) && !responses.contains(name) {
            visit(schema, &mut wrap);
        }
    }
    Ok(())
}

fn wrap(schema: &mut Map<String, Value>) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        let Some(inner) = property.as_object_mut() else {
            continue;
        };
        if inner.get("nullable") != Some(&Value::Bool(true)) || required.iter().any(|required| required == name) {
            continue;
        }
        let mut inner = inner.clone();
        inner.remove("nullable");
        let description = inner.remove("description");
        let inner = match inner.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            Some([single]) => single.clone(),
            _ => Value::Object(inner),
        };
        let mut wrapped = json!({"type": "string", "x-rust-type": runtime_type("Patch", &[json_schema(inner)])});
        if let (Some(map), Some(description)) = (wrapped.as_object_mut(), description) {
            map.insert("description".to_owned(), description);
        }
        *property = wrapped;
    }
}

/// Says `nullable` as JSON Schema does: the parameters of a type are not read as OpenAPI.
fn json_schema(mut schema: Value) -> Value {
    visit(&mut schema, &mut |map| {
        if map.shift_remove("nullable") == Some(Value::Bool(true))
            && let Some(kind) = map.get_mut("type")
        {
            *kind = json!([kind.take(), "null"]);
        }
    });
    schema
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn only_optional_nullable_properties_of_requests_change() {
        let reference = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let after = crate::generate::lower::lowered(
            super::run,
            json!({
                "paths": {"/a": {"put": {"requestBody": reference("Change"), "responses": {"200": reference("Thing")}}}},
                "components": {"schemas": {
                    "Change": {"required": ["b"], "properties": {
                        "a": {"type": "string", "nullable": true, "description": "An a."},
                        "b": {"type": "string", "nullable": true},
                        "c": {"type": "string"},
                        "d": {"type": "object", "nullable": true, "additionalProperties": {"type": "string", "nullable": true}},
                    }},
                    "Thing": {"properties": {"a": {"type": "string", "nullable": true}}},
                }},
            }),
        );
        let change = &after["components"]["schemas"]["Change"]["properties"];
        assert_eq!(
            change["a"]["x-rust-type"],
            json!({"crate": "progenitor-client", "version": "*", "path": "progenitor_client::Patch", "parameters": [{"type": "string"}]})
        );
        assert_eq!(change["a"]["description"], "An a.");
        assert_eq!(
            change["d"]["x-rust-type"]["parameters"],
            json!([{"type": "object", "additionalProperties": {"type": ["string", "null"]}}])
        );
        assert_eq!(change["b"], json!({"type": "string", "nullable": true}));
        assert_eq!(change["c"], json!({"type": "string"}));
        assert_eq!(after["components"]["schemas"]["Thing"]["properties"]["a"]["nullable"], true);
    }
}
