//! A model in the sources: the names of its properties on the wire, and the models it extends.

use std::collections::HashMap;

use super::limits::{self, Limits};
use super::python::{self, Class};
use tree_sitter::Node;

/// What the source says of a model.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// Names on the wire, by Python's.
    pub(crate) wire: HashMap<String, String>,
    pub(crate) parents: Vec<String>,
    /// What properties are limited to, by Python's name.
    pub(crate) limits: HashMap<String, Limits>,
    /// The members of an enumeration: names and values, both in Python's spelling.
    pub(crate) members: Vec<(String, String)>,
}

impl Model {
    fn limit(&mut self, name: &str, limits: Limits) {
        if !limits.is_empty() {
            self.limits.entry(name.to_owned()).or_default().extend(limits);
        }
    }
}

/// Reads a model; `None` if the class has no properties.
pub(super) fn model(class: &Class<'_>) -> Option<Model> {
    let mut model = Model::default();
    let (mut is_model, mut is_enumeration, mut listed) = (false, false, None);
    for statement in python::children(class.body).into_iter().flat_map(python::children) {
        let Some((left, right)) = python::assignment(statement) else { continue };
        match (python::words(left, class.text), right) {
            ("attribute_map", Some(map)) => {
                is_model = true;
                for (name, wire) in python::entries(map, class.text) {
                    if let Some(wire) = python::string(wire, class.text) {
                        model.wire.insert(name, wire);
                    }
                }
            }
            (name, value) if statement.child_by_field_name("type").is_some() && !name.starts_with("__") => {
                if let Some(annotation) = statement.child_by_field_name("type") {
                    model.limit(name, limits::annotated(annotation, class.text));
                }
                // Without an alias the name is the same on the wire.
                let alias = value.and_then(|value| alias(value, class.text));
                model.wire.insert(name.to_owned(), alias.unwrap_or_else(|| name.to_owned()));
            }
            ("__properties" | "model_config", _) => is_model = true,
            (name, _) if name.ends_with("__properties") => is_model = true,
            ("allowable_values", list) => {
                is_enumeration = true;
                listed = list.and_then(|list| identifiers(list, class.text));
            }
            (kind @ ("allowed_values" | "validations"), Some(dictionary)) => {
                for (name, limits) in limits::declared(kind, dictionary, class.text) {
                    model.limit(&name, limits);
                }
            }
            (name, Some(value)) if left.kind() == "identifier" => {
                model.members.push((name.to_owned(), python::words(value, class.text).to_owned()));
            }
            _ => {}
        }
        is_model |= python::words(left, class.text) == "__properties";
    }
    if let Some(parents) = class.node.child_by_field_name("superclasses") {
        let names = python::children(parents).into_iter().filter(|parent| parent.kind() == "identifier");
        model.parents = names.map(|parent| python::words(parent, class.text).to_owned()).collect();
    }
    for (name, limits) in limits::of_methods(class) {
        model.limit(&name, limits);
    }
    if !is_enumeration && !model.parents.iter().any(|parent| parent == "Enum") {
        model.members.clear();
    }
    model.members.retain(|(name, _)| match &listed {
        Some(names) => names.contains(&name.as_str()),
        None => is_member(name),
    });
    (is_model || !model.members.is_empty()).then_some(model)
}

/// Returns the names in a list that has nothing else.
fn identifiers<'t>(list: Node<'t>, text: &'t str) -> Option<Vec<&'t str>> {
    (list.kind() == "list").then_some(())?;
    let items = python::children(list).into_iter().filter(|item| item.kind() != "comment");
    items.map(|item| (item.kind() == "identifier").then(|| python::words(item, text))).collect()
}

/// Says whether a name in an enumeration is a member's: `SLOOP`, `_2D` or `Sloop`.
fn is_member(name: &str) -> bool {
    let is_dunder = name.starts_with("__") && name.ends_with("__");
    !is_dunder && (name == name.to_uppercase() || name.starts_with(char::is_uppercase))
}

/// Reads `alias` of `Field(default=None, alias="boatId")`.
fn alias(value: Node<'_>, text: &str) -> Option<String> {
    let arguments = value.child_by_field_name("arguments")?;
    python::children(arguments).into_iter().find_map(|argument| {
        let name = argument.child_by_field_name("name")?;
        (python::words(name, text) == "alias").then_some(())?;
        python::string(argument.child_by_field_name("value")?, text)
    })
}
