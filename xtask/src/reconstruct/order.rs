//! The order of keys: the one that OpenAPI's own text lists them in, whoever added them.
//!
//! Pages give one part of an object and the overlay another. Without this, where a summary stands would tell
//! which of the two it came from, and not where readers look for it.

use serde_json::{Map, Value};

/// A kind of object: its keys in their order, each with what stands under it.
struct Kind(&'static [(&'static str, Content)]);

/// What stands under a key.
enum Content {
    /// Anything; it is left alone.
    Any,
    One(&'static Kind),
    List(&'static Kind),
    /// An object whose keys are names: they keep their order.
    Named(&'static Kind),
    /// An object whose keys are statuses: they ascend, ranges behind what is in them, `default` at the end.
    Statuses(&'static Kind),
}

use Content::{Any, List, Named, One, Statuses};

static DOCUMENT: Kind = Kind(&[
    ("openapi", Any),
    ("info", One(&INFO)),
    ("servers", List(&SERVER)),
    ("tags", List(&TAG)),
    ("security", Any),
    ("paths", Named(&PATH)),
    ("components", One(&COMPONENTS)),
]);

static INFO: Kind = Kind(&[("title", Any), ("version", Any), ("description", Any), ("contact", Any), ("license", Any)]);

static SERVER: Kind = Kind(&[("url", Any), ("description", Any), ("variables", Any)]);

static TAG: Kind = Kind(&[("name", Any), ("description", Any)]);

static PATH: Kind = Kind(&[
    ("summary", Any),
    ("description", Any),
    ("parameters", List(&PARAMETER)),
    ("get", One(&OPERATION)),
    ("put", One(&OPERATION)),
    ("post", One(&OPERATION)),
    ("delete", One(&OPERATION)),
    ("options", One(&OPERATION)),
    ("head", One(&OPERATION)),
    ("patch", One(&OPERATION)),
    ("trace", One(&OPERATION)),
]);

static OPERATION: Kind = Kind(&[
    ("operationId", Any),
    ("tags", Any),
    ("summary", Any),
    ("description", Any),
    ("deprecated", Any),
    ("parameters", List(&PARAMETER)),
    ("requestBody", One(&BODY)),
    ("responses", Statuses(&RESPONSE)),
    ("security", Any),
]);

static PARAMETER: Kind = Kind(&[
    ("$ref", Any),
    ("name", Any),
    ("in", Any),
    ("description", Any),
    ("required", Any),
    ("deprecated", Any),
    ("style", Any),
    ("explode", Any),
    ("schema", One(&SCHEMA)),
]);

static BODY: Kind = Kind(&[("$ref", Any), ("description", Any), ("required", Any), ("content", Named(&MEDIA_TYPE))]);

static RESPONSE: Kind =
    Kind(&[("$ref", Any), ("description", Any), ("headers", Named(&HEADER)), ("content", Named(&MEDIA_TYPE))]);

static HEADER: Kind = Kind(&[("$ref", Any), ("description", Any), ("required", Any), ("schema", One(&SCHEMA))]);

static MEDIA_TYPE: Kind = Kind(&[("schema", One(&SCHEMA))]);

static SCHEMA: Kind = Kind(&[
    ("$ref", Any),
    ("title", Any),
    ("description", Any),
    ("allOf", List(&SCHEMA)),
    ("oneOf", List(&SCHEMA)),
    ("anyOf", List(&SCHEMA)),
    ("type", Any),
    ("format", Any),
    ("enum", Any),
    ("default", Any),
    ("nullable", Any),
    ("readOnly", Any),
    ("writeOnly", Any),
    ("deprecated", Any),
    ("pattern", Any),
    ("minLength", Any),
    ("maxLength", Any),
    ("minimum", Any),
    ("maximum", Any),
    ("minItems", Any),
    ("maxItems", Any),
    ("items", One(&SCHEMA)),
    ("required", Any),
    ("properties", Named(&SCHEMA)),
    ("additionalProperties", One(&SCHEMA)),
]);

static COMPONENTS: Kind = Kind(&[
    ("schemas", Named(&SCHEMA)),
    ("parameters", Named(&PARAMETER)),
    ("requestBodies", Named(&BODY)),
    ("responses", Named(&RESPONSE)),
    ("headers", Named(&HEADER)),
    ("securitySchemes", Named(&SCHEME)),
]);

static SCHEME: Kind = Kind(&[
    ("type", Any),
    ("description", Any),
    ("scheme", Any),
    ("bearerFormat", Any),
    ("name", Any),
    ("in", Any),
    ("flows", Any),
]);

/// Puts the keys of a document in order. Names (of paths, properties, schemas) keep theirs.
pub(crate) fn arrange(document: &mut Value) {
    object(document, &DOCUMENT);
}

fn object(value: &mut Value, kind: &Kind) {
    let Value::Object(map) = value else { return };
    let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
    entries.sort_by_key(|(key, _)| rank(key, kind));
    for (key, value) in &mut entries {
        let content = kind.0.iter().find(|(name, _)| name == key);
        match content.map(|(_, content)| content) {
            Some(One(kind)) => object(value, kind),
            Some(List(kind)) => {
                let items = value.as_array_mut().into_iter().flatten();
                items.for_each(|item| object(item, kind));
            }
            Some(Named(kind)) => objects(value, kind),
            Some(Statuses(kind)) => {
                if let Value::Object(map) = value {
                    map.sort_keys();
                }
                objects(value, kind);
            }
            Some(Any) | None => {}
        }
    }
    map.extend(entries);
}

fn objects(value: &mut Value, kind: &Kind) {
    let values = value.as_object_mut().into_iter().flat_map(Map::values_mut);
    values.for_each(|value| object(value, kind));
}

/// Known keys come first, then unknown ones, then extensions; what was corrected ends the object.
fn rank(key: &str, kind: &Kind) -> usize {
    let last = kind.0.len();
    match kind.0.iter().position(|(name, _)| *name == key) {
        Some(place) => place,
        None if key == "x-correction" => last + 2,
        None if key.starts_with("x-") => last + 1,
        None => last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_in_order_and_names_are_not_touched() {
        let mut document = json!({
            "paths": {"/b": {
                "post": {
                    "x-correction": {}, "x-python-name": "b",
                    "responses": {"default": {}, "4XX": {}, "404": {"content": {}, "description": "None."}, "200": {"$ref": "#/r"}},
                    "unheard-of": 1, "operationId": "b", "description": "B.", "summary": "B",
                    "parameters": [{"schema": {"format": "uuid", "type": "string"}, "in": "query", "name": "a"}],
                    "tags": ["B"],
                },
                "get": {},
            }, "/a": {}},
            "components": {"schemas": {
                "Z": {"properties": {"type": {"items": {"enum": [], "type": "string"}, "type": "array"}, "format": {}}, "type": "object"},
                "A": {},
            }},
            "openapi": "3.0.3",
        });
        arrange(&mut document);
        let expected = json!({
            "openapi": "3.0.3",
            "paths": {"/b": {
                "get": {},
                "post": {
                    "operationId": "b", "tags": ["B"], "summary": "B", "description": "B.",
                    "parameters": [{"name": "a", "in": "query", "schema": {"type": "string", "format": "uuid"}}],
                    "responses": {"200": {"$ref": "#/r"}, "404": {"description": "None.", "content": {}}, "4XX": {}, "default": {}},
                    "unheard-of": 1, "x-python-name": "b", "x-correction": {},
                },
            }, "/a": {}},
            "components": {"schemas": {
                "Z": {"type": "object", "properties": {"type": {"type": "array", "items": {"type": "string", "enum": []}}, "format": {}}},
                "A": {},
            }},
        });
        // As text, since equal objects may differ in their order.
        assert_eq!(document.to_string(), expected.to_string());
    }
}
