//! Words that OpenAPI or this project give a meaning to are spelt right: types, formats, extensions.
//!
//! OpenAPI permits any format and any `x-` key, so a typing error would pass, and quietly change nothing.

use serde_json::{Map, Value};

use super::{Findings, Kind, escape};

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Those of the OpenAPI format registry that a schema of a user may need.
const FORMATS: [&str; 35] = [
    "base64url",
    "binary",
    "byte",
    "char",
    "date",
    "date-time",
    "decimal",
    "double",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "password",
    "regex",
    "time",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
    "uuid",
];

const EXTENSIONS: [&str; 12] = [
    "x-accept",
    "x-answer",
    "x-correction",
    "x-error-codes",
    "x-idempotent",
    "x-pagination",
    "x-python-name",
    "x-roles",
    "x-rust-name",
    "x-stability",
    "x-unresolved",
    "x-unresolved-security",
];

const PAGINATION_STYLES: [&str; 2] = ["offset", "page"];
const PAGINATION: [&str; 10] =
    ["first", "items", "late_filter", "limit", "max", "offset", "page", "size", "style", "total"];
const LATE_FILTER: [&str; 3] = ["parameter", "property", "values"];
const STABILITIES: [&str; 2] = ["early-access", "experimental"];

/// Where a node stands.
#[derive(Clone, Copy)]
enum Place {
    /// An object with fixed keys.
    Fixed,
    /// An object whose keys are names, or a list.
    Names,
    Schema,
    /// An object whose keys are names, or a list, of schemas.
    Schemas,
}

pub(super) fn check(found: &mut Findings<'_>) {
    visit(found.document, "", Place::Fixed, found);
}

fn visit(node: &Value, pointer: &str, place: Place, found: &mut Findings<'_>) {
    match node {
        Value::Object(map) => {
            match place {
                Place::Fixed => extensions(map, pointer, found),
                Place::Schema => {
                    extensions(map, pointer, found);
                    word(map, "type", &TYPES, pointer, found);
                    word(map, "format", &FORMATS, pointer, found);
                }
                Place::Names | Place::Schemas => {}
            }
            for (key, value) in map {
                if let Some(place) = below(place, key) {
                    visit(value, &format!("{pointer}/{}", escape(key)), place, found);
                }
            }
        }
        Value::Array(items) => {
            let place = match place {
                Place::Schemas => Place::Schema,
                Place::Names => Place::Fixed,
                other => other,
            };
            for (index, item) in items.iter().enumerate() {
                visit(item, &format!("{pointer}/{index}"), place, found);
            }
        }
        _ => {}
    }
}

/// Returns where the value under a key stands; nothing for data, in which every word is allowed.
fn below(place: Place, key: &str) -> Option<Place> {
    match (place, key) {
        (Place::Names, _) => Some(Place::Fixed),
        (Place::Schemas, _) => Some(Place::Schema),
        (_, "default" | "enum" | "example" | "examples" | "mapping" | "required" | "scopes" | "security" | "value") => {
            None
        }
        (_, key) if key.starts_with("x-") => None,
        (Place::Schema, "properties" | "allOf" | "anyOf" | "oneOf") => Some(Place::Schemas),
        (Place::Schema, "items" | "additionalProperties" | "not") => Some(Place::Schema),
        (Place::Schema, _) => None,
        (Place::Fixed, "schema") => Some(Place::Schema),
        (Place::Fixed, "schemas") => Some(Place::Schemas),
        (
            Place::Fixed,
            "callbacks" | "content" | "encoding" | "headers" | "links" | "parameters" | "paths" | "requestBodies"
            | "responses" | "securitySchemes" | "servers" | "tags" | "variables",
        ) => Some(Place::Names),
        (Place::Fixed, _) => Some(Place::Fixed),
    }
}

fn extensions(map: &Map<String, Value>, pointer: &str, found: &mut Findings<'_>) {
    let at = |key: &str| format!("{pointer}/{key}");
    for key in map.keys().filter(|key| key.starts_with("x-")) {
        one_of(key, &EXTENSIONS, "is no extension of this project", &at(key), found);
    }
    if map.get("x-idempotent").is_some_and(|mark| !mark.is_boolean()) {
        found.add(Kind::Error, &at("x-idempotent"), "is neither true nor false");
    }
    word(map, "x-stability", &STABILITIES, pointer, found);
    if let Some(pagination) = map.get("x-pagination") {
        let at = at("x-pagination");
        let Value::Object(pagination) = pagination else {
            return found.add(Kind::Error, &at, format!("is no object; its keys are {}", PAGINATION.join(", ")));
        };
        keys(pagination, &PAGINATION, &at, found);
        word(pagination, "style", &PAGINATION_STYLES, &at, found);
        for key in ["style", "items"].into_iter().filter(|key| !pagination.contains_key(*key)) {
            found.add(Kind::Error, &at, format!("has no `{key}`"));
        }
        if let Some(Value::Object(filter)) = pagination.get("late_filter") {
            keys(filter, &LATE_FILTER, &format!("{at}/late_filter"), found);
        }
    }
}

fn keys(map: &Map<String, Value>, allowed: &[&str], pointer: &str, found: &mut Findings<'_>) {
    for key in map.keys() {
        one_of(key, allowed, "is no key here", &format!("{pointer}/{}", escape(key)), found);
    }
}

/// Checks the word under a key, if there is one.
fn word(map: &Map<String, Value>, key: &str, allowed: &[&str], pointer: &str, found: &mut Findings<'_>) {
    // A list of types is OpenAPI 3.1's; any other value is reported as no OpenAPI 3.0.
    if let Some(Value::String(word)) = map.get(key) {
        one_of(word, allowed, &format!("is no {key}"), &format!("{pointer}/{key}"), found);
    }
}

fn one_of(word: &str, allowed: &[&str], what: &str, pointer: &str, found: &mut Findings<'_>) {
    if !allowed.contains(&word) {
        found.add(Kind::Error, pointer, format!("`{word}` {what}; write one of {}", allowed.join(", ")));
    }
}
