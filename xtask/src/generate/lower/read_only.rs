//! Splits schemas with read-only properties that requests and responses share.
//!
//! `User` keeps all properties and is what answers decode to; `UserRequest` lacks the read-only ones and is what is sent.
//! A schema that only requests use simply loses them.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use super::schemas::{by_direction, component, for_each_operation, reached, visit};
use crate::generate::facts::Facts;

/// Marks a schema made by this pass with the name of the schema that it was made from.
pub(crate) const REQUEST_OF: &str = "x-request-of";

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let (requests, responses) = by_direction(document);
    let whole = document.clone();
    let split: Vec<&String> = requests.iter().filter(|name| holds_read_only(&whole, name)).collect();
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    for name in &split {
        let request = format!("{name}Request");
        if schemas.contains_key(&request) {
            bail!("{name}: the form for requests would be named {request}, which exists");
        }
        let Some(mut schema) = schemas.get(*name).cloned() else {
            continue;
        };
        visit(&mut schema, &mut |map| without_read_only(&whole, map));
        visit(&mut schema, &mut |map| rename(map, &split));
        if let Some(map) = schema.as_object_mut() {
            map.insert(REQUEST_OF.to_owned(), Value::from(name.as_str()));
        }
        if responses.contains(name) {
            schemas.insert(request, schema);
        } else {
            schemas.insert((*name).clone(), schema);
        }
    }
    let shared: Vec<&String> = split.into_iter().filter(|name| responses.contains(name)).collect();
    for_each_operation(document, &mut |operation| {
        let contents = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
        for media in contents.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
            if let Some(schema) = media.get_mut("schema") {
                visit(schema, &mut |map| rename(map, &shared));
            }
        }
    });
    Ok(())
}

/// Tells whether a schema, or one that it refers to, has a read-only property.
fn holds_read_only(document: &Value, name: &str) -> bool {
    let Some(schemas) = document.pointer("/components/schemas") else {
        return false;
    };
    let Some(schema) = schemas.get(name) else {
        return false;
    };
    std::iter::once(schema).chain(reached(document, &[schema]).iter().filter_map(|inner| schemas.get(inner))).any(
        |schema| {
            let mut found = false;
            visit(&mut schema.clone(), &mut |map| found |= map.get("readOnly") == Some(&Value::Bool(true)));
            found
        },
    )
}

fn without_read_only(document: &Value, schema: &mut Map<String, Value>) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    let mut gone = Vec::new();
    properties.retain(|name, property| {
        let read_only = |value: &Value| value.get("readOnly") == Some(&Value::Bool(true));
        let keep = !read_only(property) && !read_only(crate::generate::facts::resolve(document, property));
        if !keep {
            gone.push(Value::from(name.as_str()));
        }
        keep
    });
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| !gone.contains(name));
    }
}

fn rename(schema: &mut Map<String, Value>, split: &[&String]) {
    if let Some(name) = component(schema)
        && split.iter().any(|candidate| *candidate == name)
    {
        let target = format!("#/components/schemas/{name}Request");
        schema.insert("$ref".to_owned(), Value::String(target));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn requests_never_carry_what_is_read_only() {
        let reference = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        let after = crate::generate::lower::lowered(
            super::run,
            json!({
                "paths": {"/a": {"put": {"requestBody": reference("Member"), "responses": {"200": reference("Member")}}}},
                "components": {"schemas": {
                    "Member": {"required": ["id", "name"], "properties": {
                        "id": {"type": "string", "readOnly": true},
                        "name": {"type": "string"},
                        "team": {"$ref": "#/components/schemas/Team"},
                        "kind": {"$ref": "#/components/schemas/Kind"},
                    }},
                    "Team": {"properties": {"since": {"type": "string", "readOnly": true}}},
                    "Kind": {"type": "string"},
                }},
            }),
        );
        assert_eq!(
            after["components"]["schemas"]["MemberRequest"],
            json!({"required": ["name"], "properties": {
                "name": {"type": "string"},
                "team": {"$ref": "#/components/schemas/TeamRequest"},
                "kind": {"$ref": "#/components/schemas/Kind"},
            }, "x-request-of": "Member"})
        );
        assert_eq!(after["components"]["schemas"]["Member"]["required"], json!(["id", "name"]));
        assert_eq!(after["paths"]["/a"]["put"]["requestBody"], reference("MemberRequest"));
        assert_eq!(after["paths"]["/a"]["put"]["responses"]["200"], reference("Member"));
    }
}
