//! Writes lengths, bounds and patterns into descriptions.
//!
//! Clients enforce none of them, in either direction: several documented patterns are wrong, and the server is the judge.

use anyhow::Result;
use serde_json::{Map, Value};

use super::schemas::{for_each, for_each_operation};
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        let sentences = sentences(schema);
        if sentences.is_empty() || schema.contains_key("$ref") {
            return;
        }
        append(schema, &sentences);
    });
    for_each_operation(document, &mut |operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(parameter) = parameter.as_object_mut() else {
                continue;
            };
            let sentences = parameter.get("schema").and_then(Value::as_object).map(sentences).unwrap_or_default();
            if !sentences.is_empty() {
                append(parameter, &sentences);
            }
        }
    });
    Ok(())
}

fn append(holder: &mut Map<String, Value>, sentences: &[String]) {
    let text = match holder.get("description").and_then(Value::as_str).map(str::trim_end) {
        Some(text) if !text.is_empty() => format!("{text}\n\n{}", sentences.join(" ")),
        _ => sentences.join(" "),
    };
    holder.insert("description".to_owned(), Value::String(text));
}

/// Says in words what a schema documents as limits.
pub(crate) fn sentences(schema: &Map<String, Value>) -> Vec<String> {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number()).map(ToString::to_string);
    let mut out = Vec::new();
    let mut range = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) if least == most => out.push(format!("Documented as {least}{unit}.")),
        (Some(least), Some(most)) => out.push(format!("Documented as {least} to {most}{unit}.")),
        (Some(least), None) => out.push(format!("Documented as at least {least}{unit}.")),
        (None, Some(most)) => out.push(format!("Documented as at most {most}{unit}.")),
        (None, None) => {}
    };
    range(number("minLength"), number("maxLength"), " characters");
    range(number("minimum"), number("maximum"), "");
    range(number("minItems"), number("maxItems"), " items");
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        // A backtick would end the code span.
        if !pattern.contains('`') && !pattern.contains('\n') {
            out.push(format!("Documented pattern: `{pattern}`."));
        }
    }
    if let Some(default) =
        schema.get("default").filter(|value| !value.is_null() && !value.is_object() && !value.is_array())
    {
        out.push(format!(
            "The server's default is `{}`.",
            default.as_str().map_or_else(|| default.to_string(), str::to_owned)
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn limits_are_said_in_words() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {"A": {"properties": {
                "code": {"type": "string", "minLength": 6, "maxLength": 6, "pattern": "^[0-9]+$", "description": "A code."},
                "score": {"type": "integer", "minimum": 0, "maximum": 4},
                "sort": {"type": "string", "default": "asc"},
                "plain": {"type": "string"},
            }}}}}),
        );
        let description = |name: &str| after["components"]["schemas"]["A"]["properties"][name]["description"].clone();
        assert_eq!(description("code"), "A code.\n\nDocumented as 6 characters. Documented pattern: `^[0-9]+$`.");
        assert_eq!(description("score"), "Documented as 0 to 4.");
        assert_eq!(description("sort"), "The server's default is `asc`.");
        assert_eq!(description("plain"), serde_json::Value::Null);
    }
}
