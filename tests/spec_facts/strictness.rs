//! That the comparison is strict: each change of a specification is noticed, unless an `x-correction` excuses it.

use serde_json::{Map, Value, json};

use crate::facts::Facts;
use crate::{Differences, correction, operations, resolve, schemas};
use test_support::contract::specs::document;

/// One change of one object of a specification.
struct Change {
    /// The JSON Pointer of the object.
    object: String,
    what: String,
    excused: bool,
    edit: Box<dyn Fn(&mut Value)>,
}

/// The changes of one specification.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, object: &str, what: &str, excused: bool, edit: impl Fn(&mut Value) + 'static) {
        self.0.push(Change { object: object.to_owned(), what: what.to_owned(), excused, edit: Box::new(edit) });
    }

    /// Takes a key away, gives it another name, and another value.
    fn key(&mut self, object: &str, key: &str, other: Value, excused: bool) {
        let name = key.to_owned();
        self.add(object, &format!("lacks {key}"), excused, move |object| {
            members(object).shift_remove(&name);
        });
        let name = key.to_owned();
        self.add(object, &format!("has another {key}"), excused, move |object| {
            members(object).insert(name.clone(), other.clone());
        });
    }

    /// Gives a schema another type.
    fn kind(&mut self, object: &str, key: &str, excused: bool) {
        let name = key.to_owned();
        let what = format!("{key} is of another type");
        self.add(object, &what, excused, move |object| {
            let schema = &mut object[name.as_str()];
            let boolean = schema["type"] == "boolean";
            *schema = json!({"type": if boolean { "integer" } else { "boolean" }});
        });
    }
}

fn members(object: &mut Value) -> &mut Map<String, Value> {
    object.as_object_mut().unwrap()
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn rename(object: &mut Value, key: &str, other: &str) {
    let value = members(object).shift_remove(key).unwrap();
    members(object).insert(other.to_owned(), value);
}

fn toggle(object: &mut Value, key: &str) {
    let set = object.get(key) == Some(&Value::Bool(true));
    members(object).insert(key.to_owned(), Value::Bool(!set));
}

fn of_operations(document: &Value, changes: &mut Changes) {
    for operation in operations::all(document) {
        let path = operation.path.to_owned();
        let item = format!("/paths/{}", escaped(&path));
        let method = operation.method.to_lowercase();
        let at = format!("{item}/{method}");
        changes.add("/paths", &format!("{path} is another path"), false, move |paths| {
            rename(paths, &path, &format!("{path}/x"));
        });
        changes.add(&item, &format!("{method} is no operation"), false, move |item| {
            members(item).shift_remove(&method);
        });
        let value = operation.value;
        changes.key(&at, "operationId", json!("another"), false);
        changes.key(&at, "x-python-name", json!("another"), false);
        changes.add(&at, "needs credentials or needs none", false, |operation| {
            let open = operation["security"].as_array().unwrap().contains(&json!({}));
            operation["security"] = if open { json!([{"a": []}]) } else { json!([{}]) };
        });
        of_parameters(value, &at, document, changes);
        of_body(value, &at, changes);
        of_responses(value, &at, document, changes);
    }
}

fn of_parameters(operation: &Value, at: &str, document: &Value, changes: &mut Changes) {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    for (index, parameter) in parameters.into_iter().flatten().enumerate() {
        assert_eq!(resolve(parameter, document), parameter, "{at}: a reference");
        let name = parameter["name"].as_str().unwrap();
        let excused = correction::within(parameter) || correction::names(operation, name);
        let list = format!("{at}/parameters");
        changes.add(&list, &format!("lacks {name}"), excused, move |list| {
            list.as_array_mut().unwrap().remove(index);
        });
        let at = format!("{list}/{index}");
        for (key, other) in [("name", "another"), ("in", "cookie")] {
            changes.add(&at, &format!("has another {key}"), excused, move |parameter| {
                parameter[key] = json!(other);
            });
        }
        changes.add(&at, "is required or is not", excused, |it| toggle(it, "required"));
        changes.kind(&at, "schema", excused);
    }
    // One that nobody knows of.
    changes.add(at, "has one more parameter", false, |operation| {
        let parameters = members(operation).entry("parameters").or_insert(json!([]));
        let another = json!({"name": "another", "in": "query", "schema": {"type": "string"}});
        parameters.as_array_mut().unwrap().push(another);
    });
}

fn of_body(operation: &Value, at: &str, changes: &mut Changes) {
    let Some(body) = operation.get("requestBody") else {
        let body = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
        changes.add(at, "has a body", false, move |operation| {
            operation["requestBody"] = body.clone();
        });
        return;
    };
    let excused = correction::within(body);
    changes.add(at, "lacks its body", excused, |operation| {
        members(operation).shift_remove("requestBody");
    });
    let at = format!("{at}/requestBody");
    changes.add(&at, "is required or is not", excused, |body| toggle(body, "required"));
    for media_type in body["content"].as_object().unwrap().keys() {
        let media_type = media_type.clone();
        let content = format!("{at}/content");
        let schema = format!("{content}/{}", escaped(&media_type));
        changes.add(&content, &format!("{media_type} is another"), excused, move |content| {
            rename(content, &media_type, "text/plain");
        });
        changes.kind(&schema, "schema", excused);
    }
}

fn of_responses(operation: &Value, at: &str, document: &Value, changes: &mut Changes) {
    let at = format!("{at}/responses");
    for (status, response) in operation["responses"].as_object().unwrap() {
        let response = resolve(response, document);
        let excused = correction::within(response);
        let named = correction::names(operation, status);
        let code = status.clone();
        changes.add(&at, &format!("lacks {status}"), excused || named, move |responses| {
            members(responses).shift_remove(&code);
        });
        let code = status.clone();
        let filled = response.get("content").is_some();
        changes.add(&at, &format!("{status} has another body"), excused, move |responses| {
            responses[code.as_str()] = if filled {
                json!({"description": "None."})
            } else {
                json!({"description": "One.", "content": {"application/json": {"schema": {"type": "boolean"}}}})
            };
        });
    }
    changes.add(&at, "has one more status", false, |responses| {
        responses["418"] = json!({"description": "Short and stout."});
    });
}

fn of_schemas(document: &Value, changes: &mut Changes) {
    let all = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in all {
        let excused = correction::on(schema);
        changes.add("/components/schemas", &format!("lacks {name}"), excused, {
            let name = name.clone();
            move |schemas| {
                members(schemas).shift_remove(&name);
            }
        });
        let at = format!("/components/schemas/{}", escaped(name));
        let properties = schema.get("properties").and_then(Value::as_object);
        for (property, value) in properties.into_iter().flatten() {
            let excused = correction::within(value) || correction::names(schema, property);
            let holder = format!("{at}/properties");
            changes.add(&holder, &format!("lacks {property}"), excused, {
                let property = property.clone();
                move |properties| {
                    members(properties).shift_remove(&property);
                }
            });
            changes.add(&holder, &format!("{property} has another name"), excused, {
                let property = property.clone();
                move |properties| rename(properties, &property, "another")
            });
            changes.kind(&holder, property, excused);
            changes.add(&at, &format!("{property} is required or is not"), excused, {
                let property = property.clone();
                move |schema| {
                    let required = members(schema).entry("required").or_insert(json!([]));
                    let required = required.as_array_mut().unwrap();
                    match required.iter().position(|name| *name == property.as_str()) {
                        Some(place) => drop(required.remove(place)),
                        None => required.push(json!(property)),
                    }
                }
            });
        }
    }
    changes.add("/components/schemas", "has one more schema", false, |schemas| {
        schemas["Another"] = json!({"type": "object"});
    });
}

/// Tells whether a document is found to differ below `object`.
fn noticed(facts: &Facts, document: &Value, object: &str) -> bool {
    let mut found = Differences::default();
    if "/paths".starts_with(object) || object.starts_with("/paths") {
        operations::compare(facts, document, &mut found);
    }
    if "/components".starts_with(object) || object.starts_with("/components") {
        schemas::compare(facts, document, &mut found);
    }
    !found.lines.is_empty()
}

#[test]
fn each_change_of_a_specification_is_noticed() {
    let (mut made, mut unnoticed) = (0, Vec::new());
    for provider in crate::chosen() {
        let facts = Facts::read(&provider).unwrap();
        let mut document = document(&provider).unwrap();
        let mut changes = Changes::default();
        of_operations(&document, &mut changes);
        of_schemas(&document, &mut changes);
        for change in changes.0.iter().filter(|change| !change.excused) {
            made += 1;
            let object = document.pointer_mut(&change.object).unwrap();
            let before = object.clone();
            (change.edit)(object);
            assert_ne!(*object, before, "{}: {}", change.object, change.what);
            if !noticed(&facts, &document, &change.object) {
                unnoticed.push(format!("{provider} {}: {}", change.object, change.what));
            }
            *document.pointer_mut(&change.object).unwrap() = before;
        }
        assert!(!noticed(&facts, &document, ""), "{provider} is not as before");
    }
    assert!(unnoticed.is_empty(), "{} of {made} changes went unnoticed:\n{}", unnoticed.len(), unnoticed.join("\n"));
    // Corrections excuse what they speak of, not the better part of the specifications.
    assert!(made > 3000, "only {made} changes were made");
}
