//! Puts shared parameters, request bodies and responses in the place of references to them.

use anyhow::Result;
use serde_json::{Map, Value};

use super::schemas::for_each_operation;
use crate::generate::facts::{Facts, resolve};

pub(super) fn run(document: &mut Value, _: &Facts) -> Result<()> {
    let whole = document.clone();
    let inline = |value: &mut Value| *value = resolve(&whole, value).clone();
    for_each_operation(document, &mut |operation| {
        operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten().for_each(inline);
        operation.get_mut("requestBody").into_iter().for_each(inline);
        operation
            .get_mut("responses")
            .and_then(Value::as_object_mut)
            .into_iter()
            .flat_map(Map::values_mut)
            .for_each(inline);
    });
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|kind, _| kind == "schemas");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_shared_response_is_put_in_place() {
        let after = crate::generate::lower::lowered(
            super::run,
            json!({
                "paths": {"/a": {"get": {"responses": {"400": {"$ref": "#/components/responses/Bad"}}}}},
                "components": {"responses": {"Bad": {"description": "Bad."}}, "schemas": {}},
            }),
        );
        assert_eq!(
            after,
            json!({
                "paths": {"/a": {"get": {"responses": {"400": {"description": "Bad."}}}}},
                "components": {"schemas": {}},
            })
        );
    }
}
