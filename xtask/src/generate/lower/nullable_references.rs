//! Moves `nullable` from a shared schema to the places that refer to it.
//!
//! A nullable shared schema would become a wrapper type around an `Option`; at the place of use it becomes a plain
//! `Option` of the type.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::schemas::{component, for_each};
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let mut nullable = Vec::new();
    let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        if let Some(map) = schema.as_object_mut()
            && map.remove("nullable") == Some(Value::Bool(true))
        {
            nullable.push(name.clone());
            if let Some(values) = map.get_mut("enum").and_then(Value::as_array_mut) {
                values.retain(|value| !value.is_null());
            }
        }
    }
    // Parents are looked at, not the references themselves: the walk goes on into what is put in their place.
    for_each(document, &mut |schema| {
        for key in ["items", "additionalProperties"] {
            wrap(schema.get_mut(key), &nullable);
        }
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for property in properties.into_iter().flat_map(Map::values_mut) {
            wrap(Some(property), &nullable);
        }
    });
    Ok(())
}

fn wrap(schema: Option<&mut Value>, nullable: &[String]) {
    if let Some(schema) = schema
        && let Some(name) = schema.as_object().and_then(component)
        && nullable.iter().any(|candidate| candidate == name)
    {
        *schema = json!({"allOf": [schema.take()], "nullable": true});
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn the_place_of_use_is_nullable() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {
                "Kind": {"type": "string", "nullable": true, "enum": ["a", null]},
                "Thing": {"properties": {"kind": {"$ref": "#/components/schemas/Kind"}}},
            }}}),
        );
        assert_eq!(
            after,
            json!({"components": {"schemas": {
                "Kind": {"type": "string", "enum": ["a"]},
                "Thing": {"properties": {"kind": {"allOf": [{"$ref": "#/components/schemas/Kind"}], "nullable": true}}},
            }}})
        );
    }
}
