//! Makes optional arrays and maps nullable.
//!
//! typify gives an optional array the empty one as default, which then can neither be null nor be sent empty; a nullable
//! one becomes an `Option`.

use anyhow::Result;
use serde_json::{Map, Value};

use super::schemas::for_each;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for (name, property) in properties.into_iter().flatten() {
            if let Some(property) = property.as_object_mut()
                && is_collection(property)
                && !required.iter().any(|required| required == name)
            {
                property.insert("nullable".to_owned(), Value::Bool(true));
            }
        }
    });
    Ok(())
}

fn is_collection(schema: &Map<String, Value>) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => true,
        Some("object") => !schema.contains_key("properties"),
        _ => schema.contains_key("additionalProperties"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn optional_arrays_and_maps_can_be_null() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {"A": {"type": "object", "required": ["must"], "properties": {
                "must": {"type": "array", "items": {}},
                "may": {"type": "array", "items": {}},
                "map": {"type": "object", "additionalProperties": {"type": "string"}},
                "text": {"type": "string"},
            }}}}}),
        );
        let nullable = |name: &str| after["components"]["schemas"]["A"]["properties"][name]["nullable"] == true;
        assert_eq!(["must", "may", "map", "text"].map(nullable), [false, true, true, false]);
    }
}
