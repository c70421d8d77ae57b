//! Removes what typify would turn into checks, fixed defaults or strict decoding.

use anyhow::Result;
use serde_json::Value;

use super::schemas::{for_each, for_each_operation};
use crate::generate::facts::Facts;

const KEYS: [&str; 15] = [
    "title",
    "default",
    "example",
    "examples",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
];

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        schema.retain(|key, value| {
            let denies = key == "additionalProperties" && *value == Value::Bool(false);
            // `readOnly` and `writeOnly` are dealt with; `x-correction` and the like are for readers.
            let mark =
                matches!(key.as_str(), "readOnly" | "writeOnly" | "x-correction" | "deprecated" | "externalDocs");
            !(denies || mark || KEYS.contains(&key.as_str()))
        });
    });
    for_each_operation(document, &mut |operation| {
        operation.retain(|key, _| {
            matches!(key.as_str(), "operationId" | "parameters" | "requestBody" | "responses" | "tags" | "summary")
        });
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn checks_and_defaults_go_types_stay() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {"A": {
                "title": "T", "type": "object", "additionalProperties": false, "required": ["a"],
                "properties": {
                    "a": {"type": "string", "minLength": 1, "pattern": "x", "default": "y", "nullable": true},
                    "title": {"type": "string", "readOnly": true, "description": "Stays."},
                },
            }}}}),
        );
        assert_eq!(
            after,
            json!({"components": {"schemas": {"A": {
                "type": "object", "required": ["a"],
                "properties": {
                    "a": {"type": "string", "nullable": true},
                    "title": {"type": "string", "description": "Stays."},
                },
            }}}})
        );
    }
}
