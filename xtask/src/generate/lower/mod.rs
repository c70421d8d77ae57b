//! Schemas of any kind become shapes, models, enums and unions: few forms, all of which are generated right.
//!
//! What cannot be said in them stays JSON (`serde_json::Value`), with a note that says where and why.

mod alternatives;
mod components;
mod enums;
mod merge;
mod objects;
mod words;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::api::{Enumeration, Model, Shape, Union};
use super::names::{self, Names};
use components::Graph;
use enums::InlineEnums;

pub(crate) use words::{rustdoc, with_limits};

/// Whether a schema is sent or answered: read-only properties are not sent, write-only ones not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    Request,
    Answer,
}

/// Where a schema stands.
#[derive(Debug, Clone)]
pub(crate) struct At {
    /// The name of a type, if one has to be made for this place.
    pub(crate) hint: String,
    /// The name of the property or parameter, if it is one.
    pub(crate) member: Option<String>,
    pub(crate) direction: Direction,
}

impl At {
    pub(crate) fn new(hint: &str, direction: Direction) -> Self {
        Self { hint: names::pascal(hint), member: None, direction }
    }

    /// Returns the place of a member within.
    pub(crate) fn member(&self, wire: &str) -> Self {
        let hint = format!("{}{}", self.hint, names::pascal(wire));
        Self { hint, member: Some(wire.to_owned()), direction: self.direction }
    }

    fn item(&self) -> Self {
        Self { hint: format!("{}Item", self.hint), ..self.clone() }
    }
}

/// A schema in one place.
#[derive(Debug, Clone)]
pub(crate) struct Lowered {
    pub(crate) shape: Shape,
    pub(crate) nullable: bool,
    pub(crate) description: String,
}

impl Lowered {
    fn of(shape: Shape) -> Self {
        Self { shape, nullable: false, description: String::new() }
    }

    fn any() -> Self {
        Self::of(json!({}))
    }
}

/// The schemas of a document, and what has been made of them so far.
#[derive(Debug)]
pub(crate) struct Schemas<'a> {
    document: &'a Value,
    pub(crate) names: Names,
    /// Names in Rust of the components that become types.
    rust: HashMap<String, String>,
    graph: Graph,
    targets: HashMap<(String, Direction), Option<Lowered>>,
    inline_enums: InlineEnums,
    /// Schemas outside of components that are the same in requests and answers, by the name for their place.
    inline: HashMap<(String, String), Lowered>,
    /// References other than to components that are being followed.
    open: HashSet<String>,
    pub(crate) models: Vec<Model>,
    pub(crate) enums: Vec<Enumeration>,
    pub(crate) unions: Vec<Union>,
    pub(crate) notes: Vec<String>,
}

impl<'a> Schemas<'a> {
    pub(crate) fn new(document: &'a Value) -> Self {
        let components = document.pointer("/components/schemas").and_then(Value::as_object);
        let mut names = Names::of_types();
        let graph = Graph::new(document);
        let named = |name: &str, schema: &Value| match schema.get("x-rust-name").and_then(Value::as_str) {
            Some(chosen) => chosen.to_owned(),
            None => {
                let common = graph.common_name(name);
                let free = components.is_none_or(|all| !all.contains_key(common));
                if free { common } else { name }.to_owned()
            }
        };
        let reached: Vec<(String, String)> = components
            .into_iter()
            .flatten()
            .filter(|(name, _)| graph.is_reached(name))
            .map(|(name, schema)| (name.clone(), named(name, schema)))
            .collect();
        let given = reached.iter().map(|(_, chosen)| chosen.as_str());
        let given = names::natural(&mut names, given, names::pascal, "model");
        let rust = reached.into_iter().map(|(name, chosen)| (name, given[&chosen].clone())).collect();
        Self {
            document,
            rust,
            inline_enums: InlineEnums::new(document),
            names,
            graph,
            targets: HashMap::new(),
            inline: HashMap::new(),
            open: HashSet::new(),
            models: Vec::new(),
            enums: Vec::new(),
            unions: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Returns what a schema is in the place where it stands.
    pub(crate) fn place(&mut self, schema: &Value, at: &At) -> Lowered {
        let Some(map) = schema.as_object() else {
            return Lowered::any();
        };
        if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
            return self.reference(reference, at);
        }
        let shared = self.is_same_everywhere(schema).then(|| (at.hint.clone(), schema.to_string()));
        if let Some(done) = shared.as_ref().and_then(|key| self.inline.get(key)) {
            return done.clone();
        }
        let mut lowered = self.structure(map, at);
        lowered.nullable |= is_nullable(map);
        let own = words::with_limits(words::text(map, "description"), map);
        if !own.is_empty() {
            lowered.description = own;
        }
        self.inline.extend(shared.map(|key| (key, lowered.clone())));
        lowered
    }

    fn structure(&mut self, map: &Map<String, Value>, at: &At) -> Lowered {
        if map.contains_key("allOf") {
            return self.all_of(map, at);
        }
        for key in ["oneOf", "anyOf"] {
            if map.get(key).and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
                return self.alternatives(map, key, at, None);
            }
        }
        if let Some(values) = map.get("enum").and_then(Value::as_array) {
            return self.enumeration(map, values, at, None);
        }
        self.plain(map, at)
    }

    /// Returns what a schema is by its type alone.
    fn plain(&mut self, map: &Map<String, Value>, at: &At) -> Lowered {
        Lowered::of(match kind(map) {
            Kind::Object => return self.object(map, at, None),
            Kind::Array => {
                let item = self.place(map.get("items").unwrap_or(&Value::Null), &at.item());
                json!({"type": "array", "items": nullable_shape(item)})
            }
            Kind::Text => text_shape(map),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Integer => json!({"type": "integer", "format": integer_format(map)}),
            Kind::Number => json!({"type": "number", "format": "double"}),
            Kind::Any => json!({}),
        })
    }

    fn note(&mut self, at: &At, reason: &str) -> Lowered {
        let note = format!("{}: stays JSON, since {reason}", at.hint);
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        Lowered::any()
    }
}

/// What values of a schema are in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Text,
    Boolean,
    Integer,
    Number,
    Any,
}

fn kind(map: &Map<String, Value>) -> Kind {
    match map.get("type").and_then(Value::as_str) {
        Some("object") => Kind::Object,
        Some("array") => Kind::Array,
        Some("string" | "file") => Kind::Text,
        Some("boolean") => Kind::Boolean,
        Some("integer") => Kind::Integer,
        Some("number") => Kind::Number,
        _ if map.contains_key("properties") || map.get("additionalProperties").is_some_and(Value::is_object) => {
            Kind::Object
        }
        _ if map.contains_key("items") => Kind::Array,
        _ if ["pattern", "minLength", "maxLength"].iter().any(|key| map.contains_key(*key)) => Kind::Text,
        _ => kind_of_values(map.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()),
    }
}

/// Returns what all of these values are.
fn kind_of_values(values: &[Value]) -> Kind {
    let kind = |value: &Value| match value {
        Value::String(_) => Kind::Text,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        _ => Kind::Any,
    };
    let kinds = values.iter().filter(|value| !value.is_null()).map(kind);
    let joined = kinds.reduce(|one, other| match (one, other) {
        _ if one == other => one,
        (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number) => Kind::Number,
        _ => Kind::Any,
    });
    joined.unwrap_or(Kind::Any)
}

fn is_nullable(map: &Map<String, Value>) -> bool {
    let null = |value: &Value| value.is_null() || value.get("type").and_then(Value::as_str) == Some("null");
    map.get("type").and_then(Value::as_str) == Some("null")
        || map.get("nullable") == Some(&Value::Bool(true))
        || map.get("x-nullable") == Some(&Value::Bool(true))
        || ["enum", "oneOf", "anyOf"]
            .iter()
            .any(|key| map.get(*key).and_then(Value::as_array).is_some_and(|values| values.iter().any(null)))
}

/// Returns the shape of an element, a body or an answer, which can be null by itself.
pub(crate) fn nullable_shape(lowered: Lowered) -> Shape {
    let Lowered { mut shape, nullable, .. } = lowered;
    if !nullable || shape.as_object().is_some_and(Map::is_empty) {
        return shape;
    }
    if shape.get("$ref").is_some() {
        return json!({"allOf": [shape], "nullable": true});
    }
    shape["nullable"] = Value::Bool(true);
    shape
}

fn text_shape(map: &Map<String, Value>) -> Shape {
    match map.get("format").and_then(Value::as_str) {
        Some(format @ ("uuid" | "date-time" | "date")) => json!({"type": "string", "format": format}),
        Some("password") => json!({"type": "string", "x-rust-type": {
            "crate": "user-directory-runtime", "version": "*", "path": "user_directory_runtime::Secret",
        }}),
        _ => json!({"type": "string"}),
    }
}

fn integer_format(map: &Map<String, Value>) -> &str {
    match map.get("format").and_then(Value::as_str) {
        Some(format @ ("int32" | "uint32" | "uint64")) => format,
        _ => "int64",
    }
}
