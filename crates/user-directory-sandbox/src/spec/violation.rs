//! What is wrong with a request or an answer.

use serde_json::Value;

/// Where in a message the offending value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
}

/// Which kind of rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Something required is absent.
    Missing,
    /// The type is wrong.
    Type,
    /// No such parameter or field is known.
    Unknown,
    /// Length, bound, pattern, format or set of values.
    Constraint,
    /// The value cannot be parsed.
    Syntax,
}

/// One thing that the specification does not allow.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    pub(crate) place: Place,
    pub(crate) rule: Rule,
    /// Name of the parameter; for a body the JSON pointer, empty for the body as a whole.
    pub(crate) name: String,
    /// What is wrong, without the value.
    pub(crate) message: String,
    /// The value that was sent, where there is one.
    pub(crate) value: Option<Box<Value>>,
}

/// Returns a line for each violation that names what is wrong.
pub(crate) fn lines(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(Violation::line).collect()
}

impl Violation {
    pub(crate) fn new(place: Place, rule: Rule, name: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place, rule, name: name.into(), message: message.into(), value: None }
    }

    /// Returns the name of the parameter or field with dots for slashes: `company.name`, `roles.0`.
    pub(crate) fn field(&self) -> String {
        let path = self.name.trim_start_matches('/').replace('/', ".");
        path.replace("~1", "/").replace("~0", "~")
    }

    /// Returns one line that names what is wrong.
    pub(crate) fn line(&self) -> String {
        let place = match self.place {
            Place::Path => "path parameter",
            Place::Query => "query parameter",
            Place::Body if self.name.is_empty() => return format!("body: {}", self.message),
            Place::Body => "field",
        };
        format!("{place} {}: {}", self.field(), self.message)
    }
}
