//! What the specification says of each operation, read before lowering drops it.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// All operations, in the order of the document.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) python_name: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) stability: Option<String>,
    pub(crate) idempotent: bool,
    pub(crate) safe: bool,
    /// Alternatives, each a list of schemes that are needed together.
    pub(crate) auth: Vec<Vec<String>>,
    pub(crate) success: Vec<Status>,
    pub(crate) errors: Vec<Status>,
    pub(crate) accept: Option<String>,
    pub(crate) content_type: Option<String>,
    /// Whether the body is required; `None` without body.
    pub(crate) body: Option<Body>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) pagination: Option<Value>,
}

/// One documented status.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    pub(crate) code: String,
    pub(crate) description: String,
}

/// The request body.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) description: String,
}

/// One parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) location: String,
    pub(crate) required: bool,
    pub(crate) description: String,
}

/// Reads the facts of a whole, unlowered document.
pub(crate) fn read(document: &Value) -> Result<Facts> {
    let paths = document.get("paths").and_then(Value::as_object).context("the document has no paths")?;
    let mut operations = Vec::new();
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(
                    read_operation(document, path, method, operation)
                        .with_context(|| format!("{} {path}", method.to_uppercase()))?,
                );
            }
        }
    }
    // METHODS gives an order within a path; the document's own order is what readers know.
    Ok(Facts { operations })
}

fn read_operation(document: &Value, path: &str, method: &str, operation: &Value) -> Result<Operation> {
    let id = text(operation, "operationId").context("has no operationId")?;
    let empty = Map::new();
    let responses = operation.get("responses").and_then(Value::as_object).unwrap_or(&empty);
    let (mut success, mut errors, mut accept) = (Vec::new(), Vec::new(), None);
    for (code, response) in responses {
        let response = resolve(document, response);
        let status = Status { code: code.clone(), description: text(response, "description").unwrap_or_default() };
        if response.pointer("/content/application~1json").is_some() {
            accept = Some("application/json".to_owned());
        }
        if code.starts_with('2') {
            success.push(status);
        } else {
            errors.push(status);
        }
    }
    let body = operation.get("requestBody").map(|body| resolve(document, body));
    let content_type = match body.and_then(|body| body.get("content")).and_then(Value::as_object) {
        Some(content) if content.contains_key("application/json") => Some("application/json".to_owned()),
        Some(_) => bail!("{id}: no media type of the request body is application/json"),
        None => None,
    };
    let parameters = operation
        .get("parameters")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|parameter| read_parameter(resolve(document, parameter)))
        .collect::<Result<_>>()?;
    let safe = matches!(method, "get" | "head" | "options");
    let idempotent = match operation.get("x-idempotent") {
        Some(mark) => mark.as_bool().with_context(|| format!("{id}: x-idempotent is no boolean"))?,
        None => safe || matches!(method, "put" | "delete"),
    };
    Ok(Operation {
        method: method.to_uppercase(),
        path: path.to_owned(),
        python_name: text(operation, "x-python-name").unwrap_or_default(),
        summary: text(operation, "summary").unwrap_or_default(),
        description: text(operation, "description").unwrap_or_default(),
        stability: text(operation, "x-stability"),
        idempotent,
        safe,
        auth: read_auth(operation.get("security").or_else(|| document.get("security"))),
        success,
        errors,
        accept,
        content_type,
        body: body.map(|body| Body {
            required: body.get("required") == Some(&Value::Bool(true)),
            description: text(body, "description").unwrap_or_default(),
        }),
        parameters,
        pagination: operation.get("x-pagination").cloned(),
        id,
    })
}

fn read_parameter(parameter: &Value) -> Result<Parameter> {
    Ok(Parameter {
        name: text(parameter, "name").context("a parameter has no name")?,
        location: text(parameter, "in").context("a parameter has no location")?,
        required: parameter.get("required") == Some(&Value::Bool(true)),
        description: text(parameter, "description").unwrap_or_default(),
    })
}

fn read_auth(security: Option<&Value>) -> Vec<Vec<String>> {
    security
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|requirement| requirement.keys().cloned().collect())
        .collect()
}

/// Follows a `$ref` within the document.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(value)
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(operation: Value) -> Result<Operation> {
        let document = json!({
            "paths": {"/things/{id}": {"post": operation}},
            "components": {"responses": {"Bad": {"description": "Bad.", "content": {"application/json": {"schema": {}}}}}},
        });
        Ok(read(&document)?.operations.remove(0))
    }

    #[test]
    fn statuses_media_types_and_security_are_kept() {
        let operation = one(json!({
            "operationId": "makeThing", "x-python-name": "make_thing", "summary": "Makes.",
            "security": [{}, {"a": [], "b": []}],
            "requestBody": {"content": {"text/json": {}, "application/json": {}}},
            "responses": {"204": {"description": "Made."}, "400": {"$ref": "#/components/responses/Bad"}},
        }))
        .unwrap();
        assert_eq!((operation.safe, operation.idempotent), (false, false));
        assert_eq!(operation.auth, [vec![], vec!["a".to_owned(), "b".to_owned()]]);
        assert_eq!(operation.accept.as_deref(), Some("application/json"));
        assert!(!operation.body.unwrap().required);
        assert_eq!(operation.errors[0].description, "Bad.");
    }

    #[test]
    fn a_body_that_cannot_be_json_is_an_error_that_names_the_operation() {
        let error = one(json!({"operationId": "put", "requestBody": {"content": {"text/xml": {}}}, "responses": {}}))
            .unwrap_err();
        assert!(format!("{error:#}").contains("put: no media type"), "{error:#}");
    }

    #[test]
    fn idempotency_can_be_stated() {
        let operation = one(json!({"operationId": "lock", "x-idempotent": true, "responses": {}})).unwrap();
        assert!(operation.idempotent && !operation.safe);
    }
}
