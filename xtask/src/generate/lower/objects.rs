//! Objects: a struct where properties are named, a map where they are not.

use serde_json::{Map, Value, json};

use super::{At, Direction, Kind, Lowered, Schemas, kind, nullable_shape, words};
use crate::generate::api::{Field, Model, Use};
use crate::generate::input::follow;
use crate::generate::names::{self, Names};

impl Schemas<'_> {
    /// `component` has the name in Rust, the name in the document, and whether this is the form of requests alone.
    pub(super) fn object(
        &mut self,
        map: &Map<String, Value>,
        at: &At,
        component: Option<(&str, &str, bool)>,
    ) -> Lowered {
        let properties = map.get("properties").and_then(Value::as_object).filter(|all| !all.is_empty());
        let Some(properties) = properties else {
            return Lowered::of(match map.get("additionalProperties") {
                Some(values) if values.as_object().is_some_and(|values| !values.is_empty()) => {
                    let values = self.place(values, &At { hint: format!("{}Value", at.hint), ..at.clone() });
                    json!({"type": "object", "additionalProperties": nullable_shape(values)})
                }
                _ => json!({"type": "object"}),
            });
        };
        let name = match component {
            Some((rust, ..)) => rust.to_owned(),
            None => self.names.take([at.hint.as_str(), format!("{}Object", at.hint).as_str()]),
        };
        let required = map.get("required").and_then(Value::as_array);
        let is_required = |wire: &str| required.is_some_and(|all| all.iter().any(|name| name == wire));
        let mut taken = Names::of_fields();
        let mut fields = Vec::new();
        for (wire, property) in properties {
            if self.is_left_out(property, at.direction) {
                continue;
            }
            let lowered = self.place(property, &at.member(wire));
            let plain = names::snake(wire);
            fields.push(Field {
                name: taken.take([plain.as_str(), names::longer(&plain, "field").as_str()]),
                wire: wire.clone(),
                shape: lowered.shape,
                required: is_required(wire),
                nullable: lowered.nullable,
                description: lowered.description,
            });
        }
        let others = match map.get("additionalProperties") {
            Some(Value::Bool(true)) => Some(json!({})),
            Some(values @ Value::Object(_)) => Some(nullable_shape(self.place(values, &at.member("other")))),
            _ => None,
        };
        let answer_form = component.filter(|(.., split)| *split).map(|_| at.hint.clone());
        let shape = json!({"$ref": format!("#/components/schemas/{name}")});
        self.models.push(Model {
            name,
            component: component.map(|(_, name, _)| name.to_owned()),
            description: words::with_limits(words::text(map, "description"), map),
            fields,
            others,
            used: Use::default(),
            answer_form,
        });
        Lowered::of(shape)
    }

    /// Returns whether a property is not part of what is sent, or of what is answered.
    fn is_left_out(&self, property: &Value, direction: Direction) -> bool {
        let key = match direction {
            Direction::Request => "readOnly",
            Direction::Answer => "writeOnly",
        };
        let says = |schema: &Value| schema.get(key) == Some(&Value::Bool(true));
        says(property) || follow(self.document, property).is_ok_and(says)
    }
}

/// Returns whether a schema is an object with named properties.
pub(super) fn has_fields(map: &Map<String, Value>) -> bool {
    kind(map) == Kind::Object
        && map.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty())
}
