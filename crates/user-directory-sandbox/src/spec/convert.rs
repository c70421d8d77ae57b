//! From an OpenAPI 3.0 schema to a JSON Schema of draft 2020-12.
//!
//! OpenAPI 3.0 looks like JSON Schema and differs: `nullable` adds a type, what is
//! next to a `$ref` is ignored, `readOnly` and `writeOnly` depend on the direction, and `format` gives integers bounds.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Direction of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the client: `readOnly` properties and fields that the schema does not name are accepted and ignored.
    Request,
    /// From the sandbox: `writeOnly` properties and those that the schema does not name are not allowed.
    Response,
}

const COMPONENTS: &str = "#/components/schemas/";

/// Returns a self-contained JSON Schema for `schema`, with the components of `document` that it needs.
pub(super) fn convert(document: &Value, schema: &Value, direction: Direction) -> Value {
    let mut converter = Converter { direction, needed: BTreeSet::new() };
    let mut root = converter.schema(schema);
    let mut definitions = Map::new();
    while let Some(name) = converter.needed.iter().find(|name| !definitions.contains_key(*name)).cloned() {
        let component = document.pointer(&format!("/components/schemas/{name}"));
        let converted = component.map_or(Value::Bool(true), |found| converter.schema(found));
        definitions.insert(name, converted);
    }
    if let (Value::Object(root), false) = (&mut root, definitions.is_empty()) {
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

struct Converter {
    direction: Direction,
    /// Components that something refers to.
    needed: BTreeSet<String>,
}

impl Converter {
    fn schema(&mut self, schema: &Value) -> Value {
        let Some(old) = schema.as_object() else {
            return schema.clone();
        };
        if let Some(target) = old.get("$ref").and_then(Value::as_str) {
            // Whatever is next to it has no meaning in OpenAPI 3.0.
            let name = target.strip_prefix(COMPONENTS).unwrap_or(target);
            self.needed.insert(name.to_owned());
            return json!({ "$ref": format!("#/$defs/{name}") });
        }
        let mut new = Map::new();
        for (keyword, value) in old {
            match keyword.as_str() {
                "properties" => {
                    let properties = value.as_object().into_iter().flatten();
                    let converted =
                        properties.map(|(name, property)| (name.clone(), self.property(property))).collect();
                    new.insert(keyword.clone(), Value::Object(converted));
                }
                "required" => {
                    let kept = self.required(value, old.get("properties"));
                    new.insert(keyword.clone(), kept);
                }
                "items" | "additionalProperties" | "not" => {
                    new.insert(keyword.clone(), self.schema(value));
                }
                "allOf" | "anyOf" | "oneOf" => {
                    let branches = value.as_array().into_iter().flatten();
                    let converted = branches.map(|branch| self.schema(branch)).collect();
                    new.insert(keyword.clone(), Value::Array(converted));
                }
                "nullable" | "discriminator" | "xml" | "externalDocs" | "default" | "deprecated" | "readOnly"
                | "writeOnly" => {}
                extension if extension.starts_with("x-") => {}
                _ => {
                    new.insert(keyword.clone(), value.clone());
                }
            }
        }
        integer_bounds(&mut new);
        self.close(&mut new);
        if old.get("nullable").and_then(Value::as_bool) == Some(true) {
            return nullable(new);
        }
        Value::Object(new)
    }

    fn property(&mut self, property: &Value) -> Value {
        match self.direction {
            _ if !self.is_foreign(property) => self.schema(property),
            // Accepted and ignored, or not allowed.
            direction => Value::Bool(direction == Direction::Request),
        }
    }

    /// Returns whether a property belongs to the other direction only.
    fn is_foreign(&self, property: &Value) -> bool {
        let mark = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        property.get(mark).and_then(Value::as_bool) == Some(true)
    }

    fn required(&self, required: &Value, properties: Option<&Value>) -> Value {
        let names = required.as_array().into_iter().flatten();
        let kept = names.filter(|name| {
            let property = properties.and_then(|all| all.get(name.as_str()?));
            !property.is_some_and(|property| self.is_foreign(property))
        });
        Value::Array(kept.cloned().collect())
    }

    /// Forbids unnamed properties of answers, unless the schema says something else.
    fn close(&self, schema: &mut Map<String, Value>) {
        let closed = self.direction == Direction::Response;
        let branches = ["allOf", "anyOf", "oneOf"].iter().any(|keyword| schema.contains_key(*keyword));
        if closed && !branches && schema.contains_key("properties") && !schema.contains_key("additionalProperties") {
            schema.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
    }
}

/// Gives integers the bounds of their format, unless the schema has its own.
fn integer_bounds(schema: &mut Map<String, Value>) {
    let (low, high) = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    schema.remove("format");
    schema.entry("minimum").or_insert_with(|| low.into());
    schema.entry("maximum").or_insert_with(|| high.into());
}

/// Adds null to what the schema allows.
fn nullable(mut schema: Map<String, Value>) -> Value {
    match schema.get_mut("type") {
        Some(Value::String(kind)) => {
            let both = json!([kind.as_str(), "null"]);
            schema.insert("type".to_owned(), both);
            if let Some(Value::Array(values)) = schema.get_mut("enum")
                && !values.contains(&Value::Null)
            {
                values.push(Value::Null);
            }
            Value::Object(schema)
        }
        _ => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: Direction = Direction::Request;

    fn valid(document: &Value, schema: &Value, direction: Direction, instance: &Value) -> bool {
        let converted = convert(document, schema, direction);
        crate::spec::schema::compile(&converted).unwrap().is_valid(instance)
    }

    #[test]
    fn each_difference_is_converted() {
        let cases = [
            (json!({"type": "string", "nullable": true}), json!(null), true),
            (json!({"type": "string"}), json!(null), false),
            (json!({"type": "string", "enum": ["a"], "nullable": true}), json!(null), true),
            (json!({"type": "string", "enum": ["a"], "nullable": true}), json!("b"), false),
            (json!({"allOf": [{"type": "string"}], "nullable": true}), json!(null), true),
            (json!({"allOf": [{"type": "string"}], "nullable": true}), json!(1), false),
            (json!({"type": "integer", "format": "int32"}), json!(2_147_483_648_i64), false),
            (json!({"type": "integer", "format": "int32"}), json!(2_147_483_647_i64), true),
            (json!({"type": "integer", "format": "int64"}), json!(u64::MAX), false),
            (json!({"type": "integer", "format": "int32", "minimum": 0}), json!(-1), false),
            (json!({"type": "string", "format": "uuid"}), json!("x"), false),
            (json!({"type": "string", "format": "uuid"}), json!("31111860-6c8f-55ef-a00c-46b05c5eaba9"), true),
            (json!({"type": "string", "format": "date-time"}), json!("2024-02-30T00:00:00Z"), false),
            (json!({"type": "string", "format": "date-time"}), json!("2024-02-29T00:00:00Z"), true),
            (json!({"type": "string", "format": "email"}), json!("nobody"), false),
            (json!({"type": "string", "format": "email"}), json!("jo+tag@example.com"), true),
        ];
        for (schema, instance, expected) in cases {
            assert_eq!(valid(&json!({}), &schema, REQUEST, &instance), expected, "{schema} {instance}");
        }
    }

    #[test]
    fn siblings_of_a_reference_say_nothing() {
        let document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "b": {"$ref": "#/components/schemas/B", "maxLength": 1}}}, "B": {"type": "string"}}}});
        let schema = json!({"$ref": "#/components/schemas/A"});
        assert!(valid(&document, &schema, REQUEST, &json!({"b": "long"})));
        assert!(!valid(&document, &schema, REQUEST, &json!({"b": 1})));
    }

    #[test]
    fn a_schema_may_refer_to_itself() {
        let document = json!({"components": {"schemas": {"A": {"type": "object", "properties": {
            "a": {"$ref": "#/components/schemas/A"}}}}}});
        let schema = json!({"$ref": "#/components/schemas/A"});
        assert!(valid(&document, &schema, REQUEST, &json!({"a": {"a": {}}})));
        assert!(!valid(&document, &schema, REQUEST, &json!({"a": {"a": 1}})));
    }

    #[test]
    fn directions_differ() {
        let schema = json!({"type": "object", "required": ["id", "password", "name"], "properties": {
            "id": {"type": "string", "readOnly": true},
            "password": {"type": "string", "writeOnly": true},
            "name": {"type": "string"}}});
        let check = |direction, instance| valid(&json!({}), &schema, direction, &instance);
        assert!(check(REQUEST, json!({"password": "p", "name": "n"})));
        assert!(check(REQUEST, json!({"password": "p", "name": "n", "id": 7, "more": 1})));
        assert!(!check(REQUEST, json!({"name": "n"})));
        assert!(check(Direction::Response, json!({"id": "i", "name": "n"})));
        assert!(!check(Direction::Response, json!({"id": "i", "name": "n", "password": "p"})));
        assert!(!check(Direction::Response, json!({"id": "i", "name": "n", "more": 1})));
        assert!(!check(Direction::Response, json!({"name": "n"})));
    }
}
