//! One schema against what is known about it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::text;

const CONSTRAINTS: [&str; 9] =
    ["minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "default", "deprecated"];

/// Returns the name of the schema that this one refers to, also behind an `allOf` of one.
pub(crate) fn reference(schema: &Value) -> Option<&str> {
    let target = match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) => match parts.as_slice() {
            [part] => text(part, "$ref"),
            _ => None,
        },
        None => text(schema, "$ref"),
    };
    target?.strip_prefix("#/components/schemas/")
}

/// Returns how a schema differs from what is known, properties left aside.
pub(crate) fn differences(fact: &Value, schema: &Value, strings_may_be_null: bool) -> Vec<String> {
    let mut found = Vec::new();
    let (expected, actual) = (reference(fact), reference(schema));
    if expected != actual {
        let show = |name: Option<&str>| name.map_or("no reference".to_owned(), |n| format!("a {n}"));
        found.push(format!("is {}, not {}", show(actual), show(expected)));
        return found;
    }
    let mut differs = |key: &str, expected: Option<&Value>, actual: Option<&Value>| {
        if expected != actual {
            let show = |value: Option<&Value>| value.map_or("absent".to_owned(), Value::to_string);
            found.push(format!("{key} is {}, not {}", show(actual), show(expected)));
        }
    };
    differs("type", fact.get("type"), schema.get("type"));
    let (expected, actual) = (fact.get("format"), schema.get("format"));
    // A format that marks secrets is ours.
    if !(expected.is_none() && text(schema, "format") == Some("password")) {
        differs("format", expected, actual);
    }
    for key in CONSTRAINTS {
        differs(key, fact.get(key), schema.get(key));
    }
    for key in ["nullable", "readOnly"] {
        let set = |value: &Value| value.get(key).filter(|v| **v == Value::Bool(true)).cloned();
        let may = key == "nullable" && strings_may_be_null && text(fact, "type") == Some("string");
        if !(may && set(fact).is_none()) {
            differs(key, set(fact).as_ref(), set(schema).as_ref());
        }
    }
    let (expected, actual) = (values(fact, "enum"), values(schema, "enum"));
    // Values that the server insists on, although no document declares them.
    if expected != actual && !(expected.is_empty() && actual == values(fact, "x-knownValues")) {
        found.push(format!("enum is {actual:?}, not {expected:?}"));
    }
    for key in ["items", "additionalProperties"] {
        match (fact.get(key), schema.get(key)) {
            (Some(fact @ Value::Object(_)), Some(schema)) => {
                let inner = differences(fact, schema, strings_may_be_null);
                found.extend(inner.iter().map(|what| format!("{key}: {what}")));
            }
            (Some(Value::Object(_)), None) => found.push(format!("{key} is absent")),
            (None, Some(Value::Object(map))) if !map.is_empty() => {
                found.push(format!("{key}: the facts know none"));
            }
            _ => {}
        }
    }
    found
}

fn values(schema: &Value, key: &str) -> BTreeSet<String> {
    let values = schema.get(key).and_then(Value::as_array);
    values.into_iter().flatten().filter(|value| !value.is_null()).map(Value::to_string).collect()
}
