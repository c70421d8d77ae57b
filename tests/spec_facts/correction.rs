//! Where a specification says that it differs on purpose.

use serde_json::Value;

/// Tells whether the object carries a correction itself.
pub(crate) fn on(object: &Value) -> bool {
    object.get("x-correction").is_some()
}

/// Tells whether the object or anything in it carries a correction.
pub(crate) fn within(object: &Value) -> bool {
    match object {
        Value::Object(map) => map.contains_key("x-correction") || map.values().any(within),
        Value::Array(items) => items.iter().any(within),
        _ => false,
    }
}

/// Tells whether a correction on the object names what it lacks or has in addition.
pub(crate) fn names(object: &Value, name: &str) -> bool {
    let corrections: Vec<&Value> = match object.get("x-correction") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    corrections.iter().any(|correction| {
        ["docs", "actual"].iter().any(|key| {
            let text = correction.get(key).and_then(Value::as_str);
            text.is_some_and(|text| words(text).any(|word| word == name))
        })
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || "_-$".contains(c)))
}
