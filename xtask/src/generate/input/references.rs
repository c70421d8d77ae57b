//! Shared parameters, bodies, responses and path items in the place of references to them, and the parameters of a path
//! in each of its operations.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

pub(crate) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns whether a documented status is a success: a 2xx or, where none is documented, `default`, which then says what
/// is answered that is no error.
pub(crate) fn is_success(operation: &Value, code: &str) -> bool {
    let is_2xx = |code: &str| code.starts_with('2');
    let responses = operation.get("responses").and_then(Value::as_object);
    is_2xx(code) || (code == "default" && !responses.is_some_and(|all| all.keys().any(|code| is_2xx(code))))
}

/// Where an operation says why it cannot be generated, if one of its references is the reason.
pub(crate) const REFUSED: &str = "x-refused";

pub(super) fn resolve(document: &mut Value) -> Result<()> {
    let whole = document.clone();
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return Ok(());
    };
    for (path, item) in paths {
        let mut followed = follow(&whole, item).with_context(|| path.clone())?.clone();
        // The siblings of a reference are added to what it leads to.
        if let (Some(followed), Some(own)) = (followed.as_object_mut(), item.as_object_mut()) {
            followed.extend(std::mem::take(own).into_iter().filter(|(key, _)| key != "$ref"));
        }
        *item = followed;
        let shared =
            item.as_object_mut().and_then(|item| item.remove("parameters")).unwrap_or(Value::Array(Vec::new()));
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut)
                && let Err(error) = resolve_operation(&whole, operation, &shared)
            {
                operation.insert(REFUSED.to_owned(), Value::from(format!("{error:#}")));
            }
        }
    }
    Ok(())
}

/// Returns what tells a parameter from others. Names of headers are equal in any letter case.
fn key(parameter: &Value) -> (String, &str) {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    let (name, place) = (text("name"), text("in"));
    (if place == "header" { name.to_ascii_lowercase() } else { name.to_owned() }, place)
}

fn resolve_operation(document: &Value, operation: &mut Map<String, Value>, shared: &Value) -> Result<()> {
    let own = operation.remove("parameters").unwrap_or_default();
    let mut parameters: Vec<Value> = Vec::new();
    // A parameter of the operation stands for one of the path that has its name and location.
    for parameter in [shared, &own].into_iter().filter_map(Value::as_array).flatten() {
        let parameter = follow(document, parameter)?.clone();
        match parameters.iter_mut().find(|earlier| key(earlier) == key(&parameter)) {
            Some(earlier) => *earlier = parameter,
            None => parameters.push(parameter),
        }
    }
    operation.insert("parameters".to_owned(), Value::Array(parameters));
    if let Some(body) = operation.get_mut("requestBody") {
        *body = follow(document, body)?.clone();
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        responses.retain(|code, _| !code.starts_with("x-"));
        for response in responses.values_mut() {
            *response = follow(document, response)?.clone();
        }
    }
    Ok(())
}

/// Returns what a `$ref` points to, or the value itself if it is none.
///
/// # Errors
///
/// Fails if the reference leaves the document, points nowhere, or comes back to itself.
pub(crate) fn follow<'a>(document: &'a Value, mut value: &'a Value) -> Result<&'a Value> {
    for _ in 0..32 {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok(value);
        };
        let pointer = reference.strip_prefix('#').with_context(|| {
            format!("`{reference}` is in another file; put all into one document, as bundlers for OpenAPI do")
        })?;
        value = document
            .pointer(&percent_encoding::percent_decode_str(pointer).decode_utf8_lossy())
            .with_context(|| format!("`{reference}` points nowhere in this document"))?;
    }
    anyhow::bail!("a reference leads back to itself")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operations_have_the_parameters_of_their_path() {
        let mut document = json!({
            "paths": {"/boats/{id}": {
                "parameters": [{"$ref": "#/components/parameters/Id"}, {"name": "lang", "in": "query"}],
                "get": {"parameters": [{"name": "lang", "in": "query", "required": true}], "responses": {}},
            }},
            "components": {"parameters": {"Id": {"name": "id", "in": "path"}}},
        });
        resolve(&mut document).unwrap();
        assert_eq!(
            document["paths"]["/boats/{id}"]["get"]["parameters"],
            json!([{"name": "id", "in": "path"}, {"name": "lang", "in": "query", "required": true}])
        );
    }

    #[test]
    fn references_that_lead_nowhere_are_reasons() {
        for reference in ["#/components/parameters/Id", "other.yaml#/Id"] {
            let mut document = json!({"paths": {"/boats": {"get": {"parameters": [{"$ref": reference}]}}}});
            resolve(&mut document).unwrap();
            let reason = document["paths"]["/boats"]["get"][REFUSED].as_str().unwrap().to_owned();
            assert!(reason.contains(reference), "{reason}");
        }
        let document = json!({"a": {"$ref": "#/a"}});
        assert!(follow(&document, &document["a"]).is_err());
    }

    #[test]
    fn what_stands_beside_a_reference_to_a_path_is_kept() {
        let mut document = json!({"paths": {"/a": {"get": {}}, "/b": {"$ref": "#/paths/~1a", "put": {}}}});
        resolve(&mut document).unwrap();
        assert!(document["paths"]["/b"]["get"].is_object() && document["paths"]["/b"]["put"].is_object());
    }
}
