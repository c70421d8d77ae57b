//! Limits of values in the sources: enumerations, lengths, ranges and patterns.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use tree_sitter::Node;

use super::python::{self, Class};
use crate::literal;

/// What a value is limited to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    /// Keywords of JSON Schema, such as `maxLength`.
    pub(crate) keywords: Map<String, Value>,
    pub(crate) values: Vec<Value>,
}

impl Limits {
    pub(super) fn is_empty(&self) -> bool {
        self.keywords.is_empty() && self.values.is_empty()
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.keywords.extend(other.keywords);
        if self.values.is_empty() {
            self.values = other.values;
        }
    }

    fn add(&mut self, keyword: &str, value: Value) {
        self.keywords.insert(keyword.to_owned(), value);
    }

    /// Adds a pattern as OpenAPI spells it: generators mask slashes, and add an expression for base64.
    fn add_pattern(&mut self, pattern: &str) {
        let pattern = pattern.replace("\\/", "/");
        if !pattern.starts_with("^(?:[A-Za-z0-9+/]{4})*") {
            self.add("pattern", Value::String(pattern));
        }
    }

    /// Adds a limit by the name that Python's libraries have for it.
    fn add_named(&mut self, name: &str, value: &Value, is_list: bool) {
        let (keyword, exclusive) = match name {
            "max_length" | "max_items" if is_list => ("maxItems", None),
            "min_length" | "min_items" if is_list => ("minItems", None),
            "max_items" => ("maxItems", None),
            "min_items" => ("minItems", None),
            "max_length" => ("maxLength", None),
            "min_length" => ("minLength", None),
            "le" | "inclusive_maximum" => ("maximum", None),
            "ge" | "inclusive_minimum" => ("minimum", None),
            "lt" | "exclusive_maximum" => ("maximum", Some("exclusiveMaximum")),
            "gt" | "exclusive_minimum" => ("minimum", Some("exclusiveMinimum")),
            "multiple_of" => ("multipleOf", None),
            "pattern" | "regex" => ("pattern", None),
            _ => return,
        };
        if value.is_string() != (keyword == "pattern") || !(value.is_string() || value.is_number()) {
            return;
        }
        match value {
            Value::String(pattern) => self.add_pattern(pattern),
            _ => self.add(keyword, value.clone()),
        }
        if let Some(exclusive) = exclusive {
            self.add(exclusive, json!(true));
        }
    }
}

/// Reads an annotation: `Optional[Annotated[str, Field(max_length=10)]]` or `constr(max_length=10)`.
pub(super) fn annotated(node: Node<'_>, text: &str) -> Limits {
    let mut fields = Vec::new();
    let mut node = bare(node);
    while let Some(("Optional" | "Annotated", parts)) = generic(node, text) {
        let Some((first, others)) = parts.split_first() else { break };
        fields.extend(others.iter().map(|other| bare(*other)).filter(|other| called(*other, text) == "Field"));
        node = bare(*first);
    }
    let name = called(node, text);
    let is_list = name == "conlist"
        || generic(node, text).is_some_and(|(name, _)| matches!(name, "List" | "list" | "Set" | "set"));
    let mut limits = Limits::default();
    if matches!(name, "constr" | "conint" | "confloat" | "conlist" | "condecimal" | "conbytes") {
        keywords(node, text, is_list, &mut limits);
    }
    // The inner ones first, so that an outer one replaces them.
    for field in fields.into_iter().rev() {
        keywords(field, text, is_list, &mut limits);
    }
    limits
}

fn bare(node: Node<'_>) -> Node<'_> {
    if node.kind() == "type" { node.named_child(0).unwrap_or(node) } else { node }
}

/// Splits `Annotated[str, Field(…)]` into its name and its parts.
fn generic<'t>(node: Node<'t>, text: &'t str) -> Option<(&'t str, Vec<Node<'t>>)> {
    let children = python::children(node);
    let (name, parts) = children.split_first()?;
    let parts = match node.kind() {
        "subscript" => parts.to_vec(),
        "generic_type" => parts.iter().copied().flat_map(python::children).collect(),
        _ => return None,
    };
    Some((python::words(*name, text), parts))
}

fn called<'t>(node: Node<'t>, text: &'t str) -> &'t str {
    let function = (node.kind() == "call").then(|| node.child_by_field_name("function")).flatten();
    function.map_or("", |function| python::words(function, text))
}

fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    call.child_by_field_name("arguments").map(python::children).unwrap_or_default()
}

fn keywords(call: Node<'_>, text: &str, is_list: bool, limits: &mut Limits) {
    for argument in arguments(call) {
        let (Some(name), Some(value)) = (argument.child_by_field_name("name"), argument.child_by_field_name("value"))
        else {
            continue;
        };
        if let Some(value) = scalar(value, text) {
            limits.add_named(python::words(name, text), &value, is_list);
        }
    }
}

fn scalar(node: Node<'_>, text: &str) -> Option<Value> {
    match node.kind() {
        "string" => python::string(node, text).map(Value::String),
        _ => literal::literal(python::words(node, text)).filter(|value| !value.is_string()),
    }
}

/// Reads the methods of a model that refuse values, by property.
pub(super) fn of_methods(class: &Class<'_>) -> HashMap<String, Limits> {
    let mut found: HashMap<String, Limits> = HashMap::new();
    for member in python::children(class.body).into_iter().filter(|member| member.kind() == "decorated_definition") {
        let decorators = python::children(member).into_iter().filter(|child| child.kind() == "decorator");
        let Some(name) = decorators.filter_map(|decorator| validated(decorator, class.text)).next() else { continue };
        let Some(method) = member.child_by_field_name("definition") else { continue };
        found.entry(name).or_default().extend(refused(method, class.text));
    }
    found
}

/// Reads the property of `@field_validator('rig')` or `@rig.setter`.
fn validated(decorator: Node<'_>, text: &str) -> Option<String> {
    let inner = decorator.named_child(0)?;
    if matches!(called(inner, text), "field_validator" | "validator") {
        return python::string(*arguments(inner).first()?, text);
    }
    let setter = python::words(inner.child_by_field_name("attribute")?, text) == "setter";
    setter.then(|| inner.child_by_field_name("object")).flatten().map(|object| python::words(object, text).to_owned())
}

/// Reads what the message of an error says of a property or a parameter: ``Invalid value for `size`, must be a value
/// less than or equal to `9` ``.
pub(super) fn told(node: Node<'_>, text: &str) -> Option<(String, Limits)> {
    let message = python::verbatim(node, text)?;
    let (_, rest) = message.split_once("Invalid value for ")?;
    let (name, rest) = rest.trim_start_matches("parameter ").strip_prefix('`')?.split_once('`')?;
    let mut limits = Limits::default();
    if let Some((_, pattern)) = rest.split_once("`/") {
        limits.add_pattern(pattern.rsplit_once("/`")?.0);
        return Some((name.to_owned(), limits));
    }
    let (words, number) = rest.trim_end_matches('`').rsplit_once('`')?;
    let is = |part: &str| words.contains(part);
    let keyword = match (is("less than"), is("or equal"), is("length"), is("number of items")) {
        (true, _, true, _) => "max_length",
        (false, _, true, _) => "min_length",
        (true, _, _, true) => "max_items",
        (false, _, _, true) => "min_items",
        (true, true, ..) => "le",
        (true, false, ..) => "lt",
        (false, true, ..) => "ge",
        (false, false, ..) => "gt",
    };
    limits.add_named(keyword, &literal::literal(number)?, false);
    (!limits.is_empty()).then(|| (name.to_owned(), limits))
}

/// Reads what a method refuses.
fn refused(method: Node<'_>, text: &str) -> Limits {
    let mut limits = Limits::default();
    for node in python::descendants(method) {
        match node.kind() {
            // `if value not in set(['a', 'b'])`
            "comparison_operator" if node.child(1).is_some_and(|operator| operator.kind() == "not in") => {
                if let Some(allowed) = python::children(node).last() {
                    limits.values.extend(values(*allowed, text));
                }
            }
            // `allowed_values = ["a", "b"]`
            "assignment" => {
                if let Some((left, Some(right))) = python::assignment(node)
                    && python::words(left, text) == "allowed_values"
                {
                    limits.values.extend(values(right, text));
                }
            }
            "string" => {
                if let Some((_, told)) = told(node, text) {
                    limits.extend(told);
                }
            }
            // `re.match(r"^a$", value)`, without flags
            "call" if matches!(called(node, text), "re.match" | "re.search") => {
                if let [pattern, _] = *arguments(node).as_slice()
                    && let Some(pattern) = python::string(pattern, text)
                {
                    limits.add_pattern(&pattern);
                }
            }
            _ => {}
        }
    }
    limits
}

/// Reads the values of a list, or of the one in `set([…])`.
fn values(node: Node<'_>, text: &str) -> Vec<Value> {
    let node = arguments(node).first().copied().unwrap_or(node);
    match node.kind() {
        "list" | "tuple" | "set" => {
            let is_value = |item: &Node<'_>| !matches!(item.kind(), "comment" | "none");
            let items = python::children(node).into_iter().filter(is_value);
            // Without the one that cannot be read, the others would refuse it.
            items.map(|item| scalar(item, text)).collect::<Option<_>>().unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Reads `validations` or `allowed_values`, whichever is the name: dictionaries by `('rig',)`.
pub(super) fn declared(name: &str, dictionary: Node<'_>, text: &str) -> HashMap<String, Limits> {
    let lists_values = name == "allowed_values";
    let mut found: HashMap<String, Limits> = HashMap::new();
    for pair in python::children(dictionary).into_iter().filter(|pair| pair.kind() == "pair") {
        let key = pair.child_by_field_name("key").and_then(|key| key.named_child(0));
        let Some(name) = key.and_then(|name| python::string(name, text)) else { continue };
        let Some(value) = pair.child_by_field_name("value") else { continue };
        let limits = found.entry(name).or_default();
        let mut is_readable = true;
        for pair in python::children(value).into_iter().filter(|pair| pair.kind() == "pair") {
            let (Some(key), Some(value)) = (pair.child_by_field_name("key"), pair.child_by_field_name("value")) else {
                continue;
            };
            // Generators write `'exclusive_maximum''inclusive_maximum': 90`, and mean the first.
            let key = if key.kind() == "concatenated_string" { key.named_child(0).unwrap_or(key) } else { key };
            let key = python::string(key, text).unwrap_or_default();
            match scalar(value, text) {
                Some(value) if lists_values => limits.values.push(value),
                Some(value) => limits.add_named(&key, &value, false),
                None if key == "regex" => {
                    let pattern = python::entries(value, text).into_iter().find(|(key, _)| key == "pattern");
                    if let Some(pattern) = pattern.and_then(|(_, pattern)| python::string(pattern, text)) {
                        limits.add_pattern(&pattern);
                    }
                }
                None => is_readable &= value.kind() != "string",
            }
        }
        if !is_readable {
            limits.values.clear();
        }
    }
    found
}
