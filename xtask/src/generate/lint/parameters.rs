//! Parameters that would be dropped, sent in another form, or not compile.

use serde_json::Value;

use crate::generate::names;

pub(super) fn problems(document: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    super::for_each_operation(document, |name, operation| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let mut taken: Vec<String> = Vec::new();
        if operation.get("requestBody").is_some() {
            taken.push("body".to_owned());
        }
        for parameter in parameters.into_iter().flatten() {
            let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
            let (wire, location) = (text("name"), text("in"));
            let mut problem = |what: &str| problems.push(format!("{name}: parameter `{wire}` in {location}: {what}"));
            let setter = names::setter(wire);
            if taken.contains(&setter) {
                problem("another parameter or the body has the same name in Rust");
            }
            if ["send", "header_map"].contains(&setter.as_str()) {
                problem("the name is taken by the generated builder");
            }
            taken.push(setter);
            let schema = parameter.get("schema");
            let kind = schema.and_then(|schema| schema.get("type")).and_then(Value::as_str).unwrap_or_default();
            match location {
                "path" | "header" if kind == "array" || kind == "object" => {
                    problem("arrays and objects do not compile here")
                }
                "query" if kind == "object" => problem("objects are flattened"),
                "path" | "header" | "query" => {}
                _ => problem("this location is not supported"),
            }
            if location == "path" && parameter.get("required") != Some(&Value::Bool(true)) {
                problem("path parameters are required");
            }
            if schema.is_none() {
                problem("it has no schema");
            }
            let style = text("style");
            if !matches!((location, style), (_, "") | ("query", "form") | ("path" | "header", "simple")) {
                problem(&format!("style `{style}` is sent as another one"));
            }
            if kind == "array" && parameter.get("explode") == Some(&Value::Bool(false)) {
                problem("arrays are sent exploded");
            }
        }
    });
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn count(parameters: Value) -> usize {
        let operation = json!({"operationId": "op", "parameters": parameters, "requestBody": {}});
        problems(&json!({"paths": {"/a": {"get": operation}}})).len()
    }

    #[test]
    fn each_rule_fires() {
        let text = json!({"type": "string"});
        assert_eq!(
            count(
                json!([{"name": "a", "in": "query", "schema": text}, {"name": "id", "in": "path", "required": true, "schema": text}])
            ),
            0
        );
        for wrong in [
            json!([{"name": "a", "in": "query", "schema": text}, {"name": "A", "in": "header", "schema": text}]),
            json!([{"name": "body", "in": "query", "schema": text}]),
            json!([{"name": "send", "in": "query", "schema": text}]),
            json!([{"name": "a", "in": "cookie", "schema": text}]),
            json!([{"name": "a", "in": "path", "schema": text}]),
            json!([{"name": "a", "in": "query", "style": "deepObject", "schema": text}]),
            json!([{"name": "a", "in": "query", "explode": false, "schema": {"type": "array"}}]),
            json!([{"name": "a", "in": "query", "schema": {"type": "object"}}]),
            json!([{"name": "a", "in": "header", "schema": {"type": "array"}}]),
            json!([{"name": "a", "in": "query"}]),
        ] {
            assert_eq!(count(wrong.clone()), 1, "{wrong}");
        }
    }
}
