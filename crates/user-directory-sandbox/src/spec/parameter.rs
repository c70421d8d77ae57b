//! Parameters: from a string to a value of their schema.

use serde_json::Value;

use super::schema::Schema;
use super::violation::{Place, Rule, Violation};

/// One parameter of an operation.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) schema: Schema,
}

/// How the string of a parameter is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Boolean,
    /// Repeated once per item; the items are strings.
    List,
}

impl Parameter {
    /// Parses the string; the value must still be validated.
    pub(super) fn parse(&self, text: &str) -> Result<Value, Violation> {
        let (value, expected) = match self.kind {
            Kind::Text | Kind::List => (Some(Value::from(text)), "a string"),
            Kind::Integer => (text.parse::<i64>().ok().map(Value::from), "an integer"),
            // Python writes booleans with a capital letter.
            Kind::Boolean => match text {
                "true" | "True" => (Some(Value::Bool(true)), ""),
                "false" | "False" => (Some(Value::Bool(false)), ""),
                _ => (None, "true or false"),
            },
        };
        value.ok_or_else(|| {
            let mut violation = Violation::new(self.place, Rule::Type, &self.name, format!("must be {expected}"));
            violation.value = Some(Box::new(Value::from(text)));
            violation
        })
    }
}
