//! Schema constructs that typify turns into something else than what they say.

use serde_json::{Map, Value};

pub(super) fn problems(document: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        look(document, schema, name, &mut problems);
    }
    super::for_each_operation(document, |name, operation| {
        for (place, pointer) in [
            ("request body", "/requestBody/content/application~1json/schema"),
            ("response", "/responses/2XX/content/application~1json/schema"),
        ] {
            let Some(schema) = operation.pointer(pointer) else {
                continue;
            };
            look(document, schema, &format!("{name}, {place}"), &mut problems);
            let inline = |schema: &Value| schema.get("properties").is_some() || schema.get("enum").is_some();
            if inline(schema) || schema.get("items").is_some_and(inline) {
                problems.push(format!("{name}: the {place} is an inline schema, whose type could take the name of another; give it a name in components"));
            }
        }
    });
    problems
}

fn look(document: &Value, schema: &Value, name: &str, problems: &mut Vec<String>) {
    let Some(map) = schema.as_object() else {
        return;
    };
    let mut problem = |what: &str| problems.push(format!("{name}: {what}"));
    if map.contains_key("not") {
        problem("`not` makes the generator panic");
    }
    if map.contains_key("anyOf") {
        problem("`anyOf` becomes a struct that cannot decode plain values; say `oneOf`");
    }
    if map.contains_key("discriminator") {
        problem("a discriminator is ignored");
    }
    if map.get("additionalProperties") == Some(&Value::Bool(false)) {
        problem("additional properties would be refused");
    }
    for key in ["pattern", "minLength", "maxLength", "default"] {
        if map.contains_key(key) {
            problem(&format!("`{key}` would be enforced"));
        }
    }
    if let Some(parts) = map.get("allOf").and_then(Value::as_array) {
        for conflict in conflicts(document, parts) {
            problem(&format!("`allOf` declares `{conflict}` with two types: no value would fit"));
        }
    }
    if let Some(variants) = map.get("oneOf").and_then(Value::as_array)
        && ambiguous(document, variants)
    {
        problem("two alternatives of `oneOf` can both read an empty object: the first would always win");
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = map.get(key) {
            look(document, inner, name, problems);
        }
    }
    for (key, inner) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
        look(document, inner, &format!("{name}.{key}"), problems);
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    crate::generate::facts::resolve(document, schema)
}

fn conflicts(document: &Value, parts: &[Value]) -> Vec<String> {
    let mut seen: Map<String, Value> = Map::new();
    let mut conflicts = Vec::new();
    for part in parts {
        let properties = resolved(document, part).get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let kind = property.get("type").cloned().unwrap_or(Value::Null);
            if seen.insert(name.clone(), kind.clone()).is_some_and(|earlier| earlier != kind) {
                conflicts.push(name.clone());
            }
        }
    }
    conflicts
}

fn ambiguous(document: &Value, variants: &[Value]) -> bool {
    let open = |variant: &&Value| {
        let variant = resolved(document, variant);
        let required = variant.get("required").and_then(Value::as_array);
        variant.get("properties").is_some() && required.is_none_or(Vec::is_empty)
    };
    variants.iter().filter(open).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn count(schema: Value) -> usize {
        problems(&json!({"components": {"schemas": {"A": schema, "T": {"properties": {"x": {"type": "string"}}}}}}))
            .len()
    }

    #[test]
    fn each_rule_fires() {
        assert_eq!(count(json!({"type": "object", "properties": {"a": {"type": "string"}}})), 0);
        for wrong in [
            json!({"not": {}}),
            json!({"properties": {"a": {"anyOf": []}}}),
            json!({"discriminator": {}}),
            json!({"items": {"additionalProperties": false}}),
            json!({"type": "string", "minLength": 1}),
            json!({"allOf": [{"$ref": "#/components/schemas/T"}, {"properties": {"x": {"type": "integer"}}}]}),
            json!({"oneOf": [{"$ref": "#/components/schemas/T"}, {"properties": {"y": {}}}]}),
        ] {
            assert_eq!(count(wrong.clone()), 1, "{wrong}");
        }
    }

    #[test]
    fn inline_answers_are_refused_by_operation() {
        let document = json!({"paths": {"/a": {"get": {"operationId": "getA", "responses": {"2XX": {"content": {
            "application/json": {"schema": {"properties": {}}},
        }}}}}}});
        assert!(problems(&document)[0].starts_with("getA (GET /a): the response is an inline schema"));
    }
}
