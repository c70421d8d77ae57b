//! Reading a specification.

use std::sync::OnceLock;

use http::{Method, StatusCode};
use serde_json::Value;

use super::Specification;
use super::convert::Direction;
use super::operation::{Answer, Body, Operation};
use super::parameter::{Kind, Parameter};
use super::router::Path;
use super::schema::Schema;
use super::violation::Place;

impl Specification {
    /// Reads a specification that is part of the package. `milder` has strings of schemas for requests, each with its
    /// replacement, where the provider is less strict than its documentation.
    ///
    /// # Panics
    ///
    /// If it is not JSON, or has no such string: no input reaches this.
    #[expect(clippy::expect_used, reason = "part of the package, and every one is loaded by a test")]
    pub(crate) fn embedded(json: &str, milder: &[(&str, &str)]) -> Self {
        let mut document: Value = serde_json::from_str(json).expect("the package has JSON");
        for (strict, mild) in milder {
            let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
            let requests = schemas.into_iter().flatten().filter(|(name, _)| name.ends_with("Request"));
            let count: usize = requests.map(|(_, schema)| replace(schema, strict, mild)).sum();
            assert!(count > 0, "no schema of a request has the string {strict}");
        }
        let mut operations = Vec::new();
        let paths = document.get("paths").and_then(Value::as_object);
        for (template, item) in paths.into_iter().flatten() {
            for (method, node) in item.as_object().into_iter().flatten() {
                let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else {
                    continue;
                };
                let Some(id) = node.get("operationId").and_then(Value::as_str) else {
                    continue;
                };
                operations.push(Operation {
                    path: Path { name: id.to_owned().into(), method, template: template.clone().into() },
                    roles: strings(node.get("x-roles")),
                    paged: node.get("x-pagination").is_some(),
                    parameters: parameters(&document, template, item, node),
                    body: body(&document, node),
                    answers: answers(&document, node),
                });
            }
        }
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
        let shapes = schemas.map(|(name, _)| (name.clone(), OnceLock::new())).collect();
        Self { document, shapes, operations }
    }
}

/// Replaces each string that is `strict`, and returns how many there were.
fn replace(node: &mut Value, strict: &str, mild: &str) -> usize {
    match node {
        Value::String(text) if text.as_str() == strict => {
            mild.clone_into(text);
            1
        }
        Value::Array(items) => items.iter_mut().map(|item| replace(item, strict, mild)).sum(),
        Value::Object(map) => map.values_mut().map(|value| replace(value, strict, mild)).sum(),
        _ => 0,
    }
}

/// Follows a reference within the document.
pub(crate) fn resolve<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    let target = node.get("$ref").and_then(Value::as_str);
    let pointer = target.and_then(|target| target.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(node)
}

/// Returns the strings of an array.
fn strings(array: Option<&Value>) -> Vec<String> {
    let items = array.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns the parameters, those of the path in the order of the template.
fn parameters(document: &Value, template: &str, item: &Value, node: &Value) -> Vec<Parameter> {
    let lists = [item.get("parameters"), node.get("parameters")];
    let all = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
    let mut parameters: Vec<_> = all
        .filter_map(|parameter| {
            let parameter = resolve(document, parameter);
            let name = parameter.get("name")?.as_str()?.to_owned();
            let place = match parameter.get("in")?.as_str()? {
                "path" => Place::Path,
                "query" => Place::Query,
                // The only header that is described is Authorization, which OpenAPI ignores here.
                _ => return None,
            };
            let schema = parameter.get("schema").unwrap_or(&Value::Bool(true));
            let kind = kind(resolve(document, schema));
            Some(Parameter { name, place, required: required(parameter), kind, schema: request(schema) })
        })
        .collect();
    parameters.sort_by_key(|parameter| {
        let position = template.find(&format!("{{{}}}", parameter.name));
        (parameter.place != Place::Path, position.filter(|_| parameter.place == Place::Path))
    });
    parameters
}

fn kind(schema: &Value) -> Kind {
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => Kind::Integer,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::List,
        _ => Kind::Text,
    }
}

/// Returns the schema of the media types, which all have the same.
fn json_schema(content: Option<&Value>) -> Option<&Value> {
    let content = content?.as_object()?;
    let media = content.get("application/json").or_else(|| content.values().next())?;
    media.get("schema")
}

fn body(document: &Value, node: &Value) -> Option<Body> {
    let body = resolve(document, node.get("requestBody")?);
    Some(Body { required: required(body), schema: request(json_schema(body.get("content"))?) })
}

fn request(schema: &Value) -> Schema {
    Schema::new(schema, Direction::Request)
}

fn required(node: &Value) -> bool {
    node.get("required").and_then(Value::as_bool) == Some(true)
}

fn answers(document: &Value, node: &Value) -> Vec<Answer> {
    let responses = node.get("responses").and_then(Value::as_object);
    responses
        .into_iter()
        .flatten()
        .map(|(status, answer)| Answer {
            status: status.parse::<u16>().ok().and_then(|code| StatusCode::from_u16(code).ok()),
            schema: json_schema(resolve(document, answer).get("content"))
                .map(|schema| Schema::new(schema, Direction::Response)),
        })
        .collect()
}

#[cfg(test)]
impl Specification {
    /// Returns what is wrong with the embedded data: schemas that do not compile.
    pub(crate) fn flaws(&self) -> Vec<String> {
        let mut flaws = Vec::new();
        for operation in &self.operations {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.schema);
            let body = operation.body.iter().map(|body| &body.schema);
            let answers = operation.answers.iter().filter_map(|answer| answer.schema.as_ref());
            let errors =
                parameters.chain(body).chain(answers).filter_map(|schema| schema.compile(&self.document).err());
            flaws.extend(errors.map(|error| format!("{}: {error}", operation.id())));
        }
        flaws
    }
}
