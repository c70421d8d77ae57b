//! Gives strings of format `password` the runtime's type for secrets.

use anyhow::Result;
use serde_json::{Value, json};

use super::schemas::for_each;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each(document, &mut |schema| {
        if schema.get("format").and_then(Value::as_str) == Some("password") {
            schema.insert("x-rust-type".to_owned(), runtime_type("Secret", &[]));
        }
    });
    Ok(())
}

/// Describes a type of the runtime to typify.
pub(super) fn runtime_type(name: &str, parameters: &[Value]) -> Value {
    json!({
        "crate": "progenitor-client",
        "version": "*",
        "path": format!("progenitor_client::{name}"),
        "parameters": parameters,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn passwords_are_secrets_and_nothing_else_is() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({"components": {"schemas": {"A": {"properties": {
                "pin": {"type": "string", "format": "password"},
                "name": {"type": "string"},
            }}}}}),
        );
        let properties = &after["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["pin"]["x-rust-type"]["path"], "progenitor_client::Secret");
        assert_eq!(properties["name"], json!({"type": "string"}));
    }
}
