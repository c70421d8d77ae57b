//! Operations: ids, methods, paths, parameters and bodies.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::facts::{Facts, Operation};
use crate::{Differences, correction, resolve, responses, schema, text};

/// An operation of a specification.
pub(crate) struct Documented<'a> {
    pub(crate) method: String,
    pub(crate) path: &'a str,
    pub(crate) value: &'a Value,
}

/// Returns the operations of a document.
pub(crate) fn all(document: &Value) -> Vec<Documented<'_>> {
    const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
    let paths = document.get("paths").and_then(Value::as_object);
    let mut operations = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for (method, value) in item.as_object().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                operations.push(Documented { method: method.to_uppercase(), path, value });
            }
        }
    }
    operations
}

pub(crate) fn compare(facts: &Facts, document: &Value, found: &mut Differences) {
    let documented: BTreeMap<&str, Documented<'_>> = all(document)
        .into_iter()
        .map(|operation| (text(operation.value, "operationId").unwrap_or(""), operation))
        .collect();
    for fact in &facts.operations {
        match documented.get(fact.id()) {
            None => found.add(fact.id(), "no operation has this operationId"),
            Some(operation) => compare_one(facts, document, fact, operation, found),
        }
    }
    for (id, operation) in &documented {
        let in_facts = facts.operations.iter().any(|fact| fact.id() == *id);
        if !in_facts && !correction::on(operation.value) {
            found.add(id, "the facts know no such operation");
        }
    }
}

fn compare_one(facts: &Facts, document: &Value, fact: &Operation, operation: &Documented<'_>, found: &mut Differences) {
    let id = fact.id();
    let expected = (fact.method.as_str(), fact.path());
    let actual = (operation.method.as_str(), operation.path);
    if expected != actual {
        found.add(id, format!("is {} {}, not {} {}", actual.0, actual.1, expected.0, expected.1));
    }
    let name = text(operation.value, "x-python-name");
    if name != Some(fact.python_name.as_str()) {
        found.add(id, format!("x-python-name is {name:?}, not {}", fact.python_name));
    }
    let stability = match fact.api_status.as_deref() {
        Some("EarlyAccess") => Some("early-access".to_owned()),
        other => other.map(str::to_lowercase),
    };
    if text(operation.value, "x-stability") != stability.as_deref() {
        found.add(id, format!("x-stability is not {stability:?}"));
    }
    let security = operation.value.get("security").and_then(Value::as_array);
    let open = security.is_none_or(|all| all.is_empty() || all.contains(&json!({})));
    if open != fact.open() {
        let needs = if open { "no" } else { "always" };
        found.add(id, format!("needs {needs} credentials"));
    }
    parameters(fact, operation.value, document, found);
    body(fact, operation.value, document, found);
    responses::compare(facts, document, fact, operation.value, found);
}

fn parameters(fact: &Operation, operation: &Value, document: &Value, found: &mut Differences) {
    let id = fact.id();
    let place = |parameter: &Value| {
        let name = text(parameter, "name").unwrap_or("?").to_owned();
        (name, text(parameter, "in").unwrap_or("?").to_owned())
    };
    let documented = operation.get("parameters").and_then(Value::as_array);
    let documented: Vec<&Value> =
        documented.into_iter().flatten().map(|parameter| resolve(parameter, document)).collect();
    for parameter in &fact.parameters {
        let (name, location) = place(parameter);
        let subject = format!("{location} parameter `{name}`");
        let same = documented.iter().find(|other| place(other) == place(parameter));
        let Some(other) = same else {
            if !correction::names(operation, &name) {
                found.add(id, format!("lacks the {subject}"));
            }
            continue;
        };
        if correction::within(other) {
            continue;
        }
        let required = |value: &Value| value.get("required") == Some(&Value::Bool(true));
        if required(parameter) != required(other) {
            let is = if required(other) { "" } else { "not " };
            found.add(id, format!("the {subject} is {is}required"));
        }
        for what in parameter_schema(parameter, other) {
            found.add(id, format!("the {subject}: {what}"));
        }
    }
    for parameter in documented {
        let in_facts = fact.parameters.iter().any(|other| place(other) == place(parameter));
        if !in_facts && !correction::within(parameter) {
            let (name, location) = place(parameter);
            found.add(id, format!("the facts know no {location} parameter `{name}`"));
        }
    }
}

fn parameter_schema(fact: &Value, parameter: &Value) -> Vec<String> {
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let reference = schema::reference(schema);
    if reference.is_some() && reference == text(fact, "schema") {
        return Vec::new();
    }
    let mut expected = fact.clone();
    if let Some(map) = expected.as_object_mut() {
        map.retain(|key, _| !matches!(key.as_str(), "name" | "in" | "required" | "schema"));
    }
    schema::differences(&expected, schema, false)
}

fn body(fact: &Operation, operation: &Value, document: &Value, found: &mut Differences) {
    let id = fact.id();
    let (expected, body) = match (fact.body(), operation.get("requestBody").map(|body| resolve(body, document))) {
        (None, None) => return,
        (Some(_), None) => return found.add(id, "has no requestBody"),
        (None, Some(body)) => {
            if !correction::within(body) {
                found.add(id, "the facts know no request body");
            }
            return;
        }
        (Some(expected), Some(body)) => (expected, body),
    };
    if correction::within(body) {
        return;
    }
    let required = body.get("required") == Some(&Value::Bool(true));
    if required != expected.required {
        found.add(id, format!("requestBody.required is {required}"));
    }
    let types = responses::media_types(body);
    let mut expected_types: Vec<&str> = expected.content_types.iter().map(String::as_str).collect();
    if expected_types.is_empty() {
        // None is documented; all of these clients send JSON.
        expected_types.push("application/json");
    }
    expected_types.sort_unstable();
    if types != expected_types {
        found.add(id, format!("the request body's media types are {types:?}, not {expected_types:?}"));
    }
    for media_type in types {
        let schema = &body["content"][media_type]["schema"];
        if schema::reference(schema) != Some(expected.schema.as_str()) {
            found.add(id, format!("the request body's {media_type} is {schema}, not {}", expected.schema));
        }
    }
}
