//! Leaves one media type, JSON, and makes every body required.
//!
//! progenitor takes exactly one media type and no optional body. Which bodies may be left out is among the facts; the
//! call shape makes them optional again.

use anyhow::Result;
use serde_json::{Value, json};

use super::schemas::for_each_operation;
use crate::generate::facts::Facts;

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    for_each_operation(document, &mut |operation| {
        if let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) {
            if let Some(media) = body.get("content").and_then(|content| content.get("application/json")).cloned() {
                body.insert("content".to_owned(), json!({"application/json": media}));
            }
            body.insert("required".to_owned(), Value::Bool(true));
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn json_is_chosen_whatever_its_place() {
        let document = |body| json!({"paths": {"/a": {"post": {"requestBody": body}}}});
        let after = crate::generate::lower::lowered(
            super::run,
            document(
                json!({"content": {"text/json": {"schema": {}}, "application/json": {"schema": {"type": "string"}}}}),
            ),
        );
        assert_eq!(
            after,
            document(json!({"content": {"application/json": {"schema": {"type": "string"}}}, "required": true}))
        );
    }
}
