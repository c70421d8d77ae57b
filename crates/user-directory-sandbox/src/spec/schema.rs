//! A schema of the document, compiled when it is first used.

use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::convert::{Direction, convert};
use super::violation::{Place, Rule, Violation};

/// How many violations are named.
pub(super) const MOST: usize = 10;

#[derive(Debug)]
pub(crate) struct Schema {
    node: Value,
    direction: Direction,
    validator: OnceLock<Validator>,
}

impl Schema {
    pub(super) fn new(node: &Value, direction: Direction) -> Self {
        Self { node: node.clone(), direction, validator: OnceLock::new() }
    }

    /// Returns the schema as the document has it.
    pub(crate) fn node(&self) -> &Value {
        &self.node
    }

    pub(super) fn compile(&self, document: &Value) -> Result<Validator, String> {
        compile(&convert(document, &self.node, self.direction))
    }

    #[expect(clippy::expect_used, reason = "schemas are embedded, and a test compiles every one")]
    pub(super) fn validator(&self, document: &Value) -> Validator {
        self.compile(document).expect("embedded schemas compile")
    }

    /// Returns what is wrong with a value, without repeating it.
    pub(super) fn violations(&self, document: &Value, value: &Value, place: Place) -> Vec<Violation> {
        let validator = self.validator.get_or_init(|| self.validator(document));
        let errors = validator.iter_errors(value).take(MOST);
        errors
            .map(|error| {
                let mut pointer = error.instance_path().as_str().to_owned();
                let mut enter = |name: &str| {
                    pointer.push('/');
                    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                };
                let (rule, message) = match error.kind() {
                    ValidationErrorKind::Required { property } => {
                        enter(property.as_str().unwrap_or(""));
                        (Rule::Missing, "is missing".to_owned())
                    }
                    ValidationErrorKind::AdditionalProperties { unexpected } => {
                        enter(unexpected.first().map_or("", String::as_str));
                        (Rule::Unknown, "is not known here".to_owned())
                    }
                    ValidationErrorKind::Type { .. } => (Rule::Type, error.masked().to_string()),
                    ValidationErrorKind::FalseSchema => (Rule::Unknown, "must not be here".to_owned()),
                    _ => (Rule::Constraint, error.masked().to_string()),
                };
                let sent = matches!(rule, Rule::Type | Rule::Constraint);
                let value = sent.then(|| Box::new(error.instance().clone().into_owned()));
                Violation { place, rule, name: pointer, message, value }
            })
            .collect()
    }
}

/// Compiles a converted schema.
pub(super) fn compile(schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
    options.build(schema).map_err(|error| error.to_string())
}
