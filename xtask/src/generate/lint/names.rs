//! Names that fall together in Rust.

use serde_json::Value;

use crate::generate::names;

pub(super) fn problems(document: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let mut types: Vec<(String, &str)> = Vec::new();
    for (name, schema) in schemas.into_iter().flatten() {
        let rust = names::schema_type(name);
        if let Some((_, other)) = types.iter().find(|(taken, _)| *taken == rust) {
            problems.push(format!("{name} and {other}: both would be the type `{rust}`"));
        }
        types.push((rust, name));
        look(schema, name, &mut problems);
    }
    super::for_each_operation(document, |name, operation| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        let has_enum = |parameter: &&Value| parameter.pointer("/schema/enum").is_some();
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten().filter(has_enum) {
            let wire = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let rust = names::schema_type(&format!("{id} {wire}"));
            if types.iter().any(|(taken, _)| *taken == rust) {
                problems.push(format!("{name}: the enum of `{wire}` would take the name `{rust}` of a schema"));
            }
        }
    });
    problems
}

fn look(schema: &Value, name: &str, problems: &mut Vec<String>) {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let mut variants: Vec<String> = Vec::new();
        for value in values {
            let Some(text) = value.as_str() else {
                problems.push(format!("{name}: `{value}` is no string: only string enums keep unknown values"));
                continue;
            };
            let variant = names::schema_type(text);
            if variant.is_empty() || variants.contains(&variant) {
                problems.push(format!("{name}: the enum value `{text}` has no variant name of its own"));
            }
            variants.push(variant);
        }
    }
    let mut fields: Vec<String> = Vec::new();
    for (key, inner) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let field = names::setter(key);
        if fields.contains(&field) {
            problems.push(format!("{name}: another property would be the field `{field}`, too"));
        }
        fields.push(field);
        look(inner, &format!("{name}.{key}"), problems);
    }
    if let Some(items) = schema.get("items") {
        look(items, name, problems);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_rule_fires() {
        let count = |schemas: Value| problems(&json!({"components": {"schemas": schemas}})).len();
        assert_eq!(count(json!({"A": {"enum": ["a", "b"], "properties": {"x": {}, "y": {}}}})), 0);
        for wrong in [
            json!({"foo_bar": {}, "FooBar": {}}),
            json!({"A": {"properties": {"userId": {}, "user_id": {}}}}),
            json!({"A": {"properties": {"k": {"enum": ["a-b", "a_b"]}}}}),
            json!({"A": {"items": {"enum": ["+"]}}}),
            json!({"A": {"enum": [1]}}),
        ] {
            assert_eq!(count(wrong.clone()), 1, "{wrong}");
        }
        let operation = json!({"operationId": "listA", "parameters": [{"name": "order", "schema": {"enum": ["x"]}}]});
        let document = json!({"components": {"schemas": {"ListAOrder": {}}}, "paths": {"/a": {"get": operation}}});
        assert_eq!(problems(&document).len(), 1);
    }
}
