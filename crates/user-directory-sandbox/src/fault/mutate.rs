//! Corrupts an answer as its schema tells.

use serde_json::{Map, Value};

use super::FaultKind;
use crate::spec::resolve;

/// Corrupts the first place that fits; returns whether there was one.
pub(crate) fn mutate(document: &Value, schema: &Value, body: &mut Value, kind: &FaultKind) -> bool {
    let schema = resolve(document, schema);
    let own = match kind {
        FaultKind::UnknownEnumValue => unknown_value(schema, body),
        FaultKind::MissingField => missing_field(schema, body),
        FaultKind::ExtraField => extra_field(schema, body),
        _ => false,
    };
    own || deeper(document, schema, body, kind)
}

fn deeper(document: &Value, schema: &Value, body: &mut Value, kind: &FaultKind) -> bool {
    match body {
        Value::Object(fields) => fields.iter_mut().any(|(name, value)| {
            let property = schema.get("properties").and_then(|all| all.get(name));
            let property = property.or_else(|| schema.get("additionalProperties"));
            property.is_some_and(|property| mutate(document, property, value, kind))
        }),
        Value::Array(items) => {
            schema.get("items").is_some_and(|schema| items.iter_mut().any(|item| mutate(document, schema, item, kind)))
        }
        _ => false,
    }
}

fn unknown_value(schema: &Value, body: &mut Value) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    let spoils = values.is_some() && body.is_string();
    if spoils {
        *body = Value::from("SANDBOX_UNKNOWN_VALUE");
    }
    spoils
}

fn missing_field(schema: &Value, body: &mut Value) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    let Value::Object(fields) = body else {
        return false;
    };
    let mut names = required.into_iter().flatten().filter_map(Value::as_str);
    names.any(|name| fields.shift_remove(name).is_some())
}

fn extra_field(schema: &Value, body: &mut Value) -> bool {
    let open: Option<&Map<String, Value>> = schema.get("properties").and_then(Value::as_object);
    let (Some(_), Value::Object(fields)) = (open, body) else {
        return false;
    };
    fields.insert("sandboxExtraField".to_owned(), Value::from("not in the specification"));
    true
}

/// Returns whether an answer with every property of this schema can be corrupted like this.
pub(super) fn applies(document: &Value, schema: &Value, kind: &FaultKind, depth: u8) -> bool {
    let schema = resolve(document, schema);
    let own = match kind {
        FaultKind::UnknownEnumValue => schema.get("enum").is_some(),
        FaultKind::MissingField => {
            schema.get("required").and_then(Value::as_array).is_some_and(|names| !names.is_empty())
        }
        FaultKind::ExtraField => schema.get("properties").is_some(),
        _ => true,
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    let parts = properties.into_iter().flat_map(Map::values);
    let parts = parts.chain(schema.get("items")).chain(schema.get("additionalProperties"));
    own || depth > 0 && { parts }.any(|part| applies(document, part, kind, depth - 1))
}

impl FaultKind {
    /// Returns whether it can be applied to answers of this schema.
    pub(crate) fn applies(&self, document: &Value, schema: Option<&Value>) -> bool {
        match self {
            Self::UnknownEnumValue | Self::MissingField | Self::ExtraField => {
                schema.is_some_and(|schema| applies(document, schema, self, 6))
            }
            Self::InvalidJson | Self::TruncatedBody => schema.is_some(),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_spoils_what_it_names() {
        let document = json!({"components": {"schemas": {"User": {"type": "object", "required": ["id"],
            "properties": {"id": {"type": "string"}, "state": {"type": "string", "enum": ["a"]}}}}}});
        let schema = json!({"type": "object", "properties": {"rows": {"type": "array",
            "items": {"$ref": "#/components/schemas/User"}}}});
        let body = json!({"rows": [{"id": "1", "state": "a"}, {"id": "2", "state": "a"}]});
        let spoil = |kind| {
            let mut spoiled = body.clone();
            assert!(FaultKind::applies(&kind, &document, Some(&schema)));
            assert!(mutate(&document, &schema, &mut spoiled, &kind));
            spoiled
        };
        assert_eq!(spoil(FaultKind::UnknownEnumValue)["rows"][0]["state"], "SANDBOX_UNKNOWN_VALUE");
        assert_eq!(spoil(FaultKind::MissingField)["rows"][0], json!({"state": "a"}));
        assert!(spoil(FaultKind::ExtraField)["sandboxExtraField"].is_string());
        let plain = json!({"type": "object", "properties": {"n": {"type": "integer"}}});
        assert!(!FaultKind::UnknownEnumValue.applies(&document, Some(&plain)));
        assert!(!mutate(&document, &plain, &mut json!({"n": 1}), &FaultKind::MissingField));
    }
}
