//! An operation in the sources: where each parameter goes, under which name, and what authorises it.

use std::collections::HashMap;

use super::limits::{self, Limits};
use super::python::{self, Class};
use crate::facts::Place;
use tree_sitter::Node;

/// What the source says of an operation.
#[derive(Debug, Default)]
pub(crate) struct Operation {
    /// Location and name on the wire, by Python's name.
    pub(crate) parameters: HashMap<String, (Place, String)>,
    pub(crate) authorization: Option<Vec<String>>,
    /// What parameters are limited to, by Python's name.
    pub(crate) limits: HashMap<String, Limits>,
}

impl Operation {
    pub(super) fn merge(&mut self, other: Self) {
        self.parameters.extend(other.parameters);
        self.limits.extend(other.limits);
        self.authorization = other.authorization.or(self.authorization.take());
    }
}

/// The variables that generated methods gather parameters in.
const GATHERED: [(&str, Place); 6] = [
    ("path_params", Place::Path),
    ("query_params", Place::Query),
    ("header_params", Place::Header),
    ("form_params", Place::Form),
    ("local_var_files", Place::Form),
    ("files", Place::Form),
];

/// Reads the operations of a class, by method.
pub(super) fn operations(class: &Class<'_>, _file: &str) -> Vec<(String, Operation)> {
    let mut found = Vec::new();
    let members = python::children(class.body).into_iter().map(|member| match member.kind() {
        "decorated_definition" => member.child_by_field_name("definition").unwrap_or(member),
        _ => member,
    });
    for member in members.filter(|member| member.kind() == "function_definition") {
        let Some(name) = member.child_by_field_name("name") else { continue };
        let (mut operation, endpoints) = read(member, class.text);
        found.extend(endpoints);
        let name = python::words(name, class.text);
        let name = name.trim_start_matches('_');
        let name = name.strip_suffix("_serialize").or_else(|| name.strip_suffix("_with_http_info")).unwrap_or(name);
        if !operation.parameters.is_empty() || operation.authorization.is_some() || !operation.limits.is_empty() {
            // Headers that the client sets by itself are assigned from calls.
            operation.parameters.remove("self");
            found.push((name.to_owned(), operation));
        }
    }
    found
}

/// Reads a method: what it gathers, and the endpoints that it declares.
fn read(method: Node<'_>, text: &str) -> (Operation, Vec<(String, Operation)>) {
    let mut operation = Operation::default();
    let mut endpoints = Vec::new();
    for node in python::descendants(method) {
        match node.kind() {
            "assignment" => assigned(node, text, &mut operation),
            "string" => {
                if let Some((name, told)) = limits::told(node, text) {
                    operation.limits.entry(name).or_default().extend(told);
                }
            }
            "typed_parameter" | "typed_default_parameter" => limited(node, text, &mut operation),
            "call" => {
                appended(node, text, &mut operation);
                endpoints.extend(endpoint(node, text));
            }
            _ => {}
        }
    }
    (operation, endpoints)
}

/// Reads `boat_id: Annotated[str, Field(max_length=10)]`.
fn limited(node: Node<'_>, text: &str, operation: &mut Operation) {
    let name = node.child_by_field_name("name").or_else(|| node.named_child(0));
    let (Some(name), Some(annotation)) = (name, node.child_by_field_name("type")) else { return };
    let limits = limits::annotated(annotation, text);
    if !limits.is_empty() {
        operation.limits.insert(python::words(name, text).to_owned(), limits);
    }
}

/// Reads `path_params['boatId'] = params['boat_id']`, `body_params = params['boat']` and `auth_settings = ['key']`.
fn assigned(node: Node<'_>, text: &str, operation: &mut Operation) {
    let Some((left, Some(right))) = python::assignment(node) else { return };
    if left.kind() == "subscript" {
        let wire = left.child_by_field_name("subscript").and_then(|key| python::string(key, text));
        if let (Some(place), Some(wire), Some(name)) = (gathered(left.child(0), text), wire, source(right, text)) {
            operation.parameters.entry(name).or_insert((place, wire));
        }
        return;
    }
    match python::words(left, text).trim_start_matches('_') {
        "body_params" => {
            if let Some(name) = source(right, text) {
                operation.parameters.entry(name).or_insert((Place::Body, "body".to_owned()));
            }
        }
        "auth_settings" => operation.authorization = python::strings(right, text),
        _ => {}
    }
}

/// Reads `query_params.append(('pageSize', params['page_size']))`.
fn appended(node: Node<'_>, text: &str, operation: &mut Operation) {
    let parts = || {
        let function = node.child_by_field_name("function")?;
        let method = function.child_by_field_name("attribute")?;
        (python::words(method, text) == "append").then_some(())?;
        let place = gathered(function.child_by_field_name("object"), text)?;
        let pair = python::children(node.child_by_field_name("arguments")?).into_iter().next()?;
        let [wire, value] = *python::children(pair).as_slice() else { return None };
        Some((place, python::string(wire, text)?, source(value, text)?))
    };
    if let Some((place, wire, name)) = parts() {
        operation.parameters.entry(name).or_insert((place, wire));
    }
}

fn gathered(node: Option<Node<'_>>, text: &str) -> Option<Place> {
    let name = python::words(node?, text).trim_start_matches('_');
    GATHERED.iter().find(|(variable, _)| *variable == name).map(|(_, place)| *place)
}

/// Finds the parameter that a value comes from: `params['boat_id']`, `boat_id` or `boat_id.value`.
fn source(value: Node<'_>, text: &str) -> Option<String> {
    let nodes = python::descendants(value);
    let key =
        nodes.iter().find(|node| node.kind() == "subscript").and_then(|node| node.child_by_field_name("subscript"));
    if let Some(name) = key.and_then(|key| python::string(key, text)) {
        return Some(name);
    }
    nodes.iter().find(|node| node.kind() == "identifier").map(|node| python::words(*node, text).to_owned())
}

/// Reads `_Endpoint(settings={'auth': …, 'operation_id': …}, root_map={'attribute_map': …, 'location_map': …})`.
fn endpoint(node: Node<'_>, text: &str) -> Option<(String, Operation)> {
    let function = node.child_by_field_name("function")?;
    matches!(python::words(function, text), "_Endpoint" | "Endpoint").then_some(())?;
    let mut operation = Operation::default();
    let mut name = None;
    let mut wires = HashMap::new();
    let mut places = HashMap::new();
    for argument in python::children(node.child_by_field_name("arguments")?) {
        let Some(value) = argument.child_by_field_name("value") else { continue };
        for (key, value) in python::entries(value, text) {
            let strings = || {
                python::entries(value, text)
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, python::string(value, text)?)))
            };
            match key.as_str() {
                "auth" => operation.authorization = python::strings(value, text),
                "operation_id" => name = python::string(value, text),
                "attribute_map" => wires.extend(strings()),
                "location_map" => places.extend(strings()),
                "validations" | "allowed_values" => {
                    for (name, limits) in limits::declared(&key, value, text) {
                        operation.limits.entry(name).or_default().extend(limits);
                    }
                }
                _ => {}
            }
        }
    }
    for (python, place) in places {
        let place = match place.as_str() {
            "path" => Place::Path,
            "query" => Place::Query,
            "header" => Place::Header,
            "cookie" => Place::Cookie,
            "form" => Place::Form,
            "body" => Place::Body,
            _ => continue,
        };
        let wire = wires.get(&python).cloned().unwrap_or_else(|| python.clone());
        operation.parameters.insert(python, (place, wire));
    }
    Some((name?, operation))
}
