//! Kinds of types, as far as a page can tell them.

use serde_json::Value;

/// Nothing real refers deeper; the limit keeps a schema that refers to itself from going on.
const DEPTH: usize = 8;

/// Returns the kind of a schema: references are followed, and what no page prints is left aside.
pub(crate) fn kind(schema: &Value, root: &Value) -> String {
    at(schema, root, DEPTH)
}

/// Says whether two kinds are one to a page: base64 is printed as a string or as bytes.
pub(crate) fn alike(truth: &str, found: &str) -> bool {
    truth == found
        || truth.contains("byte")
            && [truth.replace("byte", "string"), truth.replace("byte", "binary")].iter().any(|kind| kind == found)
}

fn at(schema: &Value, root: &Value, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return "object".to_owned() };
    if let Some(target) = reference(schema, root) {
        return at(target, root, depth);
    }
    let parts = |key: &str| schema.get(key).and_then(Value::as_array);
    if let Some(parts) = parts("allOf").filter(|_| schema.get("properties").is_none()) {
        let kinds: Vec<String> = parts.iter().map(|part| at(part, root, depth)).filter(|kind| kind != "any").collect();
        return kinds.into_iter().next().unwrap_or_else(|| "any".to_owned());
    }
    if let Some(parts) = parts("oneOf").or_else(|| parts("anyOf")).filter(|_| schema.get("properties").is_none()) {
        let mut kinds: Vec<String> =
            parts.iter().filter(|part| !is_null(part)).map(|part| at(part, root, depth)).collect();
        kinds.dedup();
        return match kinds.as_slice() {
            [only] => only.clone(),
            _ => "any".to_owned(),
        };
    }
    match (type_of(schema), schema.get("format").and_then(Value::as_str)) {
        (Some("string"), Some(format @ ("date" | "date-time" | "binary" | "byte"))) => format.to_owned(),
        (Some("file"), _) => "binary".to_owned(),
        (Some("array"), _) => {
            let item = schema.get("items").map_or_else(|| "any".to_owned(), |items| at(items, root, depth));
            format!("[{item}]")
        }
        (Some("object") | None, _) => object(schema, root, depth),
        (Some(ty), _) => ty.to_owned(),
    }
}

fn object(schema: &Value, root: &Value, depth: usize) -> String {
    let has_properties = schema.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    match schema.get("additionalProperties") {
        _ if has_properties => "object".to_owned(),
        Some(value) if value.is_object() => match at(value, root, depth).as_str() {
            "any" => "any".to_owned(),
            kind => format!("{{{kind}}}"),
        },
        // An object of which nothing is said is printed as any value, or as a map of them.
        _ => "any".to_owned(),
    }
}

/// Returns what a schema refers to.
pub(crate) fn reference<'a>(schema: &Value, root: &'a Value) -> Option<&'a Value> {
    root.pointer(schema.get("$ref")?.as_str()?.strip_prefix('#')?)
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

fn type_of(schema: &Value) -> Option<&str> {
    let words = schema.get("type").into_iter().flat_map(|ty| match ty {
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
        other => other.as_str().into_iter().collect(),
    });
    words.into_iter().find(|word| *word != "null").or_else(|| {
        let values = schema.get("enum")?.as_array()?;
        values.iter().all(Value::is_string).then_some("string")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_page_can_tell() {
        let root = json!({"components": {"schemas": {"Boat": {"type": "object", "properties": {"id": {}}}, "Rig": {"enum": ["a"]}}}});
        let table = [
            (json!({"$ref": "#/components/schemas/Boat"}), "object"),
            (json!({"$ref": "#/components/schemas/Rig"}), "string"),
            (json!({"type": "array", "items": {"$ref": "#/components/schemas/Boat"}}), "[object]"),
            (json!({"type": ["string", "null"], "format": "date"}), "date"),
            (json!({"type": "object", "additionalProperties": {"type": "integer"}}), "{integer}"),
            (json!({"type": "object"}), "any"),
            (json!({}), "any"),
            (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), "string"),
            (json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}), "any"),
            (json!({"allOf": [{"$ref": "#/components/schemas/Boat"}]}), "object"),
        ];
        for (schema, expected) in table {
            assert_eq!(kind(&schema, &root), expected, "{schema}");
        }
        assert!(alike("byte", "string") && alike("byte", "binary") && !alike("string", "binary"));
    }
}
