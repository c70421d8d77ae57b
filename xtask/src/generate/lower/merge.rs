//! `allOf`: parts that hold together become one schema.

use serde_json::{Map, Value};

use super::{At, Lowered, Schemas};
use crate::generate::input::follow;

/// Keys that say which values a schema has. Limits of length or size only go into descriptions.
const VALUES: [&str; 11] = [
    "type",
    "format",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "$ref",
];

impl Schemas<'_> {
    pub(super) fn all_of(&mut self, map: &Map<String, Value>, at: &At) -> Lowered {
        // One part, and no sibling that constrains values: the part itself, under its own name.
        if let Some([single]) = map.get("allOf").and_then(Value::as_array).map(Vec::as_slice)
            && map.keys().all(|key| ["allOf", "type"].contains(&key.as_str()) || !VALUES.contains(&key.as_str()))
        {
            return self.place(single, at);
        }
        match self.merged(map) {
            Ok(merged) => self.structure(&merged, at),
            Err(reason) => self.note(at, &reason),
        }
    }

    /// Returns a schema in which the parts of `allOf` are one; the schema itself if it has none.
    pub(crate) fn merged(&self, map: &Map<String, Value>) -> Result<Map<String, Value>, String> {
        merged(self.document, map, 0)
    }
}

fn merged(document: &Value, map: &Map<String, Value>, depth: usize) -> Result<Map<String, Value>, String> {
    let Some(parts) = map.get("allOf").and_then(Value::as_array) else {
        return Ok(map.clone());
    };
    if depth > 32 {
        return Err("its `allOf` leads back to itself".to_owned());
    }
    let mut whole = map.clone();
    whole.remove("allOf");
    for part in parts {
        let part = follow(document, part).map_err(|error| format!("{error:#}"))?;
        let part = part.as_object().map(|part| merged(document, part, depth + 1)).transpose()?.unwrap_or_default();
        add(document, &mut whole, part, depth)?;
    }
    Ok(whole)
}

/// Adds a part. What the whole says already counts more than what the part says.
fn add(document: &Value, whole: &mut Map<String, Value>, part: Map<String, Value>, depth: usize) -> Result<(), String> {
    for (key, value) in part {
        match (key.as_str(), whole.get_mut(&key)) {
            (_, None) => drop(whole.insert(key, value)),
            ("properties", Some(Value::Object(properties))) => {
                for (name, property) in value.as_object().into_iter().flatten() {
                    let property = match properties.get(name) {
                        Some(earlier) => narrower(document, name, earlier, property, depth)?,
                        None => property.clone(),
                    };
                    properties.insert(name.clone(), property);
                }
            }
            ("required", Some(Value::Array(required))) => {
                for name in value.as_array().into_iter().flatten() {
                    if !required.contains(name) {
                        required.push(name.clone());
                    }
                }
            }
            ("oneOf" | "anyOf", Some(earlier)) if *earlier != value => {
                return Err("`allOf` joins several lists of alternatives".to_owned());
            }
            ("type", Some(earlier)) if *earlier != value => {
                return Err(format!("`allOf` asks for the types {earlier} and {value} at once"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the property that says more of two with one name.
fn narrower(document: &Value, name: &str, one: &Value, other: &Value, depth: usize) -> Result<Value, String> {
    let whole = |schema: &Value| -> Result<Map<String, Value>, String> {
        let schema = follow(document, schema).map_err(|error| format!("{error:#}"))?;
        schema.as_object().map_or(Ok(Map::new()), |map| merged(document, map, depth + 1))
    };
    let (first, second) = (whole(one)?, whole(other)?);
    let says = |map: &Map<String, Value>| map.keys().any(|key| VALUES.contains(&key.as_str()));
    if one == other || !says(&second) {
        return Ok(one.clone());
    }
    if !says(&first) {
        return Ok(other.clone());
    }
    let kind = |map: &Map<String, Value>| map.get("type").cloned();
    match (kind(&first), kind(&second)) {
        (Some(one), Some(other)) if one != other => {
            Err(format!("`allOf` gives `{name}` the types {one} and {other} at once"))
        }
        _ if first.contains_key("properties") && second.contains_key("properties") => {
            let mut joined = first;
            add(document, &mut joined, second, depth)?;
            Ok(Value::Object(joined))
        }
        _ if second.contains_key("enum") && !first.contains_key("enum") => Ok(other.clone()),
        _ => Ok(one.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merge(parts: Value) -> Result<Value, String> {
        let document = json!({"components": {"schemas": {"Base": {
            "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "kind": {"type": "string"}},
        }}}});
        merged(&document, json!({"allOf": parts}).as_object().unwrap(), 0).map(Value::Object)
    }

    #[test]
    fn parts_become_one() {
        let base = json!({"$ref": "#/components/schemas/Base"});
        let own = json!({"type": "object", "required": ["name"], "properties": {
            "name": {"type": "string"}, "kind": {"type": "string", "enum": ["a"]},
        }});
        let whole = merge(json!([base, own])).unwrap();
        assert_eq!(whole["required"], json!(["id", "name"]));
        assert_eq!(whole["properties"]["kind"]["enum"], json!(["a"]));
        assert_eq!(whole["properties"].as_object().unwrap().len(), 3);
    }

    #[test]
    fn parts_that_contradict_each_other_are_refused() {
        let other = json!({"properties": {"id": {"type": "integer"}}});
        let error = merge(json!([{"$ref": "#/components/schemas/Base"}, other])).unwrap_err();
        assert!(error.contains("`id`"), "{error}");
        assert!(merge(json!([{"type": "string"}, {"type": "integer"}])).is_err());
        assert!(merge(json!([{"oneOf": [{}]}, {"oneOf": [{}, {}]}])).is_err());
    }
}
