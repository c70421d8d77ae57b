//! A specification, Swagger 2 or OpenAPI 3, as the facts that pages print.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::kind::{kind, reference};
use super::limits::{Limits, limits};

/// A parameter, a field of a form or the request body.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: &'static str,
    pub(crate) required: bool,
    pub(crate) kind: String,
    pub(crate) default: Option<Value>,
    pub(crate) limits: Limits,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: Option<String>,
    pub(crate) parameters: Vec<Parameter>,
    /// The media types of the request; empty without a body.
    pub(crate) media: BTreeSet<String>,
    pub(crate) statuses: BTreeSet<String>,
    /// The kind of the lowest success; `None` if nothing is answered.
    pub(crate) returns: Option<String>,
    pub(crate) security: BTreeSet<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) required: bool,
    pub(crate) kind: String,
    pub(crate) limits: Limits,
}

/// The facts of a specification.
#[derive(Debug)]
pub(crate) struct Specification {
    /// By method and path without the names of placeholders.
    pub(crate) operations: BTreeMap<String, Operation>,
    /// Properties of the models that are objects, by folded name of the model.
    pub(crate) models: BTreeMap<String, BTreeMap<String, Property>>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Specification {
    pub(crate) fn new(root: Value) -> Self {
        Self { operations: operations(&root), models: models(&root) }
    }
}

/// Folds a name to what every spelling of it has in common.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn nameless(path: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in path.chars() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                out.push_str("{}");
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

fn operations(root: &Value) -> BTreeMap<String, Operation> {
    let mut operations = BTreeMap::new();
    let empty = serde_json::Map::new();
    let paths = root.get("paths").and_then(Value::as_object).unwrap_or(&empty);
    for (path, item) in paths {
        let item = reference(item, root).unwrap_or(item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                let key = format!("{} {}", method.to_uppercase(), nameless(path));
                operations.insert(key, self::operation(operation, item, root));
            }
        }
    }
    operations
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn operation(operation: &Value, item: &Value, root: &Value) -> Operation {
    let own: Vec<&Value> = list(operation, "parameters").map(|one| reference(one, root).unwrap_or(one)).collect();
    let shared = list(item, "parameters").map(|one| reference(one, root).unwrap_or(one));
    let key = |one: &Value| (one.get("name").cloned(), one.get("in").cloned());
    let inherited: Vec<&Value> = shared.filter(|one| own.iter().all(|other| key(other) != key(one))).collect();
    let mut parameters: Vec<Parameter> = own.iter().chain(&inherited).filter_map(|one| parameter(one, root)).collect();
    let mut media = BTreeSet::new();
    if let Some(body) = operation.get("requestBody") {
        let body = reference(body, root).unwrap_or(body);
        let contents = body.get("content").and_then(Value::as_object);
        media.extend(contents.into_iter().flatten().map(|(name, _)| name.clone()));
        let first = contents.and_then(|contents| contents.iter().next());
        if let Some((name, content)) = first {
            let schema = content.get("schema").unwrap_or(&Value::Null);
            if is_form(name) {
                parameters.extend(fields(schema, root).into_iter().map(|(name, property)| Parameter {
                    name,
                    place: "form",
                    required: property.required,
                    kind: property.kind,
                    default: None,
                    limits: property.limits,
                }));
            } else {
                parameters.push(Parameter {
                    name: "body".to_owned(),
                    place: "body",
                    required: body.get("required") == Some(&Value::Bool(true)),
                    kind: kind(schema, root),
                    default: None,
                    limits: Limits::default(),
                });
            }
        }
    } else if parameters.iter().any(|one| matches!(one.place, "body" | "form")) {
        let consumes = operation.get("consumes").or_else(|| root.get("consumes"));
        media.extend(
            consumes.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(str::to_owned),
        );
    }
    let responses = operation.get("responses").and_then(Value::as_object);
    Operation {
        // Ids are numbered where classes have methods of one name; the name on the page is kept with them.
        id: operation
            .get("x-python-name")
            .or_else(|| operation.get("operationId"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        parameters,
        media,
        statuses: responses
            .into_iter()
            .flat_map(|all| all.keys())
            .filter(|code| !code.starts_with("x-"))
            .map(|code| code.to_uppercase())
            .collect(),
        returns: responses.and_then(|all| returned(all, root)),
        security: security(operation, root),
    }
}

pub(crate) fn is_form(media: &str) -> bool {
    media.starts_with("multipart/") || media.starts_with("application/x-www-form-urlencoded")
}

fn parameter(one: &Value, root: &Value) -> Option<Parameter> {
    let place = match one.get("in")?.as_str()? {
        "path" => "path",
        "query" => "query",
        "header" => "header",
        "cookie" => "cookie",
        "formData" => "form",
        "body" => "body",
        _ => return None,
    };
    let content = || one.get("content")?.as_object()?.values().next()?.get("schema");
    // In Swagger 2 the parameter is its own schema.
    let schema = one.get("schema").or_else(content).unwrap_or(one);
    let resolved = reference(schema, root).unwrap_or(schema);
    Some(Parameter {
        name: if place == "body" { "body".to_owned() } else { one.get("name")?.as_str()?.to_owned() },
        place,
        required: one.get("required") == Some(&Value::Bool(true)) || place == "path",
        kind: kind(schema, root),
        default: schema.get("default").or_else(|| resolved.get("default")).cloned(),
        limits: limits(schema, root),
    })
}

fn returned(responses: &serde_json::Map<String, Value>, root: &Value) -> Option<String> {
    let success = responses.iter().filter(|(code, _)| code.starts_with('2')).min_by_key(|(code, _)| (*code).clone());
    let (_, response) = success.or_else(|| responses.get_key_value("default"))?;
    let response = reference(response, root).unwrap_or(response);
    let content = response.get("content").and_then(Value::as_object).and_then(|all| all.values().next());
    let schema = response.get("schema").or_else(|| content?.get("schema"))?;
    Some(kind(schema, root))
}

fn security(operation: &Value, root: &Value) -> BTreeSet<String> {
    let required = operation.get("security").or_else(|| root.get("security"));
    let required = required.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let unresolved = list(operation, "x-unresolved-security").filter_map(Value::as_str).map(str::to_owned);
    required.flat_map(|all| all.keys().cloned()).chain(unresolved).collect()
}

fn models(root: &Value) -> BTreeMap<String, BTreeMap<String, Property>> {
    let schemas = root.pointer("/components/schemas").or_else(|| root.get("definitions")).and_then(Value::as_object);
    let objects = schemas.into_iter().flatten().filter_map(|(name, schema)| {
        let fields = fields(schema, root);
        (!fields.is_empty()).then(|| (folded(name), fields))
    });
    objects.collect()
}

/// The properties of an object, those of all its parts included.
fn fields(schema: &Value, root: &Value) -> BTreeMap<String, Property> {
    let mut fields = BTreeMap::new();
    collect(schema, root, 8, &mut fields);
    fields
}

fn collect(schema: &Value, root: &Value, depth: usize, fields: &mut BTreeMap<String, Property>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let schema = reference(schema, root).unwrap_or(schema);
    for part in list(schema, "allOf") {
        collect(part, root, depth, fields);
    }
    let required: BTreeSet<&str> = list(schema, "required").filter_map(Value::as_str).collect();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let kind = kind(property, root);
        let limits = limits(property, root);
        fields.insert(name.clone(), Property { required: required.contains(name.as_str()), kind, limits });
    }
    for name in required {
        if let Some(field) = fields.get_mut(name) {
            field.required = true;
        }
    }
}
