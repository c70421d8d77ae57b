//! Gives integers without format 64 bits.

use anyhow::Result;
use serde_json::Value;

use super::schemas::for_each;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        if schema.get("type").and_then(Value::as_str) == Some("integer")
            && !matches!(schema.get("format").and_then(Value::as_str), Some("int32" | "int64"))
        {
            schema.insert("format".to_owned(), Value::from("int64"));
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn only_integers_without_size_change() {
        let schemas = |format: serde_json::Value| json!({"components": {"schemas": {"A": format}}});
        for (before, after) in [
            (json!({"type": "integer"}), json!({"type": "integer", "format": "int64"})),
            (json!({"type": "integer", "format": "int32"}), json!({"type": "integer", "format": "int32"})),
            (json!({"type": "number"}), json!({"type": "number"})),
        ] {
            assert_eq!(crate::generate::lower::lowered(super::run, schemas(before)), schemas(after));
        }
    }
}
