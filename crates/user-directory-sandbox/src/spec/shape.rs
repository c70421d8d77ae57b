//! Shows only what the specification allows: one provider accepts values that break the rules of another.

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::convert::Direction;
use super::load::resolve;
use super::schema::Schema;

/// The properties that a schema of answers names.
#[derive(Debug)]
pub(crate) struct Shape(Vec<Property>);

#[derive(Debug)]
struct Property {
    name: String,
    required: bool,
    lengths: (usize, usize),
    validator: Validator,
}

impl Shape {
    /// Reads a schema of the specification.
    pub(super) fn new(document: &Value, schema: &str) -> Self {
        let schema = document.pointer(&format!("/components/schemas/{schema}")).unwrap_or(&Value::Null);
        let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let properties = schema["properties"].as_object().into_iter().flatten();
        let length = |node: &Value, keyword| node[keyword].as_u64().and_then(|length| usize::try_from(length).ok());
        let read = properties.map(|(name, node)| {
            let target = resolve(document, node);
            Property {
                name: name.clone(),
                required: required.contains(&name.as_str()),
                lengths: (length(target, "minLength").unwrap_or(0), length(target, "maxLength").unwrap_or(usize::MAX)),
                validator: Schema::new(node, Direction::Response).validator(document),
            }
        });
        Self(read.collect())
    }

    /// Leaves out nulls and strings that the schema does not allow; a required string is shortened, or padded with hyphens.
    pub(crate) fn fit(&self, mut shown: Value) -> Value {
        for property in &self.0 {
            let Some(value) = shown.get_mut(&property.name) else { continue };
            if !matches!(value, Value::Null | Value::String(_)) || property.validator.is_valid(value) {
                continue;
            }
            match value {
                Value::String(text) if property.required => {
                    let (least, most) = property.lengths;
                    *text = text.chars().take(most).collect();
                    let missing = least.saturating_sub(text.chars().count());
                    text.push_str(&"-".repeat(missing));
                }
                _ => {
                    shown.as_object_mut().and_then(|fields| fields.shift_remove(&property.name));
                }
            }
        }
        shown
    }

    /// Does the same, and leaves out what the schema does not name, for one user in the forms of several versions.
    pub(crate) fn pick(&self, mut shown: Value) -> Value {
        if let Some(fields) = shown.as_object_mut() {
            fields.retain(|name, _| self.0.iter().any(|property| property.name == *name));
        }
        self.fit(shown)
    }

    /// Returns the names of the properties.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|property| property.name.as_str())
    }
}

/// Adds the fields of one object to another.
pub(crate) fn extend(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend::<Map<_, _>>(more);
    }
}
