//! Names the enums of properties and of their items.
//!
//! An enum within a property is named after the place by typify; the same enum in two forms of one schema would become
//! two types that do not convert into each other.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::generate::{facts::Facts, names};

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    let mut named = Map::new();
    for (owner, schema) in schemas.iter_mut() {
        for (name, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            let title = names::schema_type(&format!("{owner} {name}"));
            hoist(property, &title, &mut named);
            if let Some(items) = property.get_mut("items") {
                hoist(items, &format!("{title}Item"), &mut named);
            }
        }
    }
    for (name, schema) in named {
        if schemas.contains_key(&name) {
            bail!("an enum of a property would be named {name}, which is a schema; name it in components");
        }
        schemas.insert(name, schema);
    }
    Ok(())
}

fn hoist(place: &mut Value, name: &str, named: &mut Map<String, Value>) {
    let Some(map) = place.as_object_mut().filter(|map| map.contains_key("enum")) else {
        return;
    };
    // What speaks of the place stays there.
    let mut kept = Map::from_iter([("allOf".to_owned(), json!([{"$ref": format!("#/components/schemas/{name}")}]))]);
    for key in ["nullable", "readOnly", "description"] {
        if let Some(value) = map.get(key) {
            kept.insert(key.to_owned(), value.clone());
        }
    }
    let mut schema = std::mem::replace(map, kept);
    schema.remove("nullable");
    schema.remove("readOnly");
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.retain(|value| !value.is_null());
    }
    named.insert(name.to_owned(), Value::Object(schema));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn an_enum_gets_the_name_of_its_place() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {"User": {"properties": {
                "role": {"type": "string", "enum": ["a", "b"], "nullable": true, "description": "A role."},
                "tags": {"type": "array", "items": {"type": "string", "enum": ["x"]}},
            }}}}}),
        );
        assert_eq!(
            after["components"]["schemas"],
            json!({
                "User": {"properties": {
                    "role": {"allOf": [{"$ref": "#/components/schemas/UserRole"}], "nullable": true, "description": "A role."},
                    "tags": {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/UserTagsItem"}]}},
                }},
                "UserRole": {"type": "string", "enum": ["a", "b"], "description": "A role."},
                "UserTagsItem": {"type": "string", "enum": ["x"]},
            })
        );
    }
}
