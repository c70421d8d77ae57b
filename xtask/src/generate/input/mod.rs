//! Any document that describes an API over HTTP becomes OpenAPI 3.0, in which the stages after this one think.

mod inheritance;
mod later;
mod references;
mod swagger;

pub(crate) use references::{METHODS, REFUSED, follow, is_success};

use anyhow::{Result, bail};
use serde_json::Value;

/// Reads OpenAPI 3.0, 3.1 or Swagger 2.0. References to shared parameters, bodies, responses and path items are followed.
pub(crate) fn read(document: Value) -> Result<Value> {
    let version = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut document = match (version("swagger").as_str(), version("openapi").as_str()) {
        ("2.0", _) => swagger::to_3_0(document),
        // Many a document says 3.0 and means what only 3.1 knows.
        (_, version) if ["3.0.", "3.1.", "3.2."].iter().any(|prefix| version.starts_with(prefix)) => {
            later::to_3_0(document)
        }
        (swagger, openapi) => {
            bail!("the document is of version `{swagger}{openapi}`; known are Swagger 2.0 and OpenAPI 3.0 to 3.2")
        }
    };
    references::resolve(&mut document)?;
    inheritance::to_unions(&mut document);
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn other_versions_are_refused_by_name() {
        let error = read(json!({"openapi": "4.0.0"})).unwrap_err().to_string();
        assert!(error.contains("`4.0.0`"), "{error}");
        assert!(read(json!({"swagger": "1.2"})).is_err());
    }

    #[test]
    fn swagger_is_read() {
        let document = read(json!({
            "swagger": "2.0", "info": {"title": "t", "version": "1"}, "host": "h.example", "basePath": "/v1",
            "consumes": ["application/json"], "produces": ["application/json"],
            "paths": {"/boats": {"post": {
                "parameters": [{"in": "body", "name": "boat", "schema": {"$ref": "#/definitions/Boat"}}],
                "responses": {"200": {"description": "A boat.", "schema": {"$ref": "#/definitions/Boat"}}},
            }}},
            "definitions": {"Boat": {"type": "object", "properties": {"name": {"type": "string", "x-nullable": true}}}},
        }))
        .unwrap();
        let schema = |pointer: &str| document.pointer(pointer).cloned().unwrap();
        assert_eq!(
            schema("/paths/~1boats/post/requestBody/content/application~1json/schema"),
            schema("/paths/~1boats/post/responses/200/content/application~1json/schema")
        );
        assert_eq!(schema("/components/schemas/Boat/properties/name/nullable"), true);
    }
}
