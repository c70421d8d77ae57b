//! What values are limited to, as far as sources can tell.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::kind::reference;

/// The allowed values and the other limits of a schema.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    /// The allowed values, as JSON.
    pub(crate) values: BTreeSet<String>,
    /// Other limits, by keyword.
    pub(crate) keywords: BTreeMap<String, String>,
}

/// Whether a bound is exclusive is left aside: OpenAPI 3.0 has a flag for it, 3.1 another number.
const KEYWORDS: [&str; 8] =
    ["maximum", "minimum", "multipleOf", "maxLength", "minLength", "maxItems", "minItems", "pattern"];

/// Reads the limits of a schema; the values are those of the items, where it is an array.
pub(crate) fn limits(schema: &Value, root: &Value) -> Limits {
    let own = only_part(schema, root);
    let keyword = |name: &&str| Some(((*name).to_owned(), written(own.get(*name)?)));
    Limits { values: values(own, root, 8), keywords: KEYWORDS.iter().filter_map(keyword).collect() }
}

/// Follows a lone `allOf`, which only adds words to a reference.
fn only_part<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => reference(only, root).unwrap_or(only),
        _ => reference(schema, root).unwrap_or(schema),
    }
}

fn values(schema: &Value, root: &Value, depth: usize) -> BTreeSet<String> {
    let Some(depth) = depth.checked_sub(1) else { return BTreeSet::new() };
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().filter(|value| !value.is_null()).map(Value::to_string).collect();
    }
    schema.get("items").map(|items| values(only_part(items, root), root, depth)).unwrap_or_default()
}

/// Writes a limit; `1` and `1.0` are one number, and an expression may have slashes around it.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => {
            text.strip_prefix('/').and_then(|text| text.strip_suffix('/')).unwrap_or(text).to_owned()
        }
        other => other.as_f64().map_or_else(|| other.to_string(), |number| number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_and_keywords() {
        let root = json!({"components": {"schemas": {"Rig": {"type": "string", "enum": ["sloop", null]}}}});
        let rig = json!({"$ref": "#/components/schemas/Rig"});
        for schema in [rig.clone(), json!({"allOf": [rig]}), json!({"type": "array", "items": rig})] {
            assert_eq!(limits(&schema, &root).values, BTreeSet::from(["\"sloop\"".to_owned()]), "{schema}");
        }
        let limits = limits(&json!({"maximum": 9.0, "pattern": "/^a$/", "title": "Rig"}), &root);
        let keywords: Vec<_> = limits.keywords.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(keywords, [("maximum", "9"), ("pattern", "^a$")]);
    }
}
