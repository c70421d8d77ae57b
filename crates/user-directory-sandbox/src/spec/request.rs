//! Checking a request against its operation.

use std::borrow::Cow;

use http::HeaderMap;
use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use percent_encoding::percent_decode;
use serde_json::Value;

use super::Specification;
use super::convert::{Direction, convert};
use super::load::compile;
use super::operation::Operation;
use super::parameter::{Kind, Parameter};
use super::violation::{Place, Rule, Violation};

/// How many violations are named.
const MOST: usize = 10;

/// The values that a valid request carries.
#[derive(Debug, Default)]
pub(crate) struct Arguments<'a> {
    /// Values of the path's parameters by name.
    pub(crate) path: Vec<(&'a str, String)>,
    /// Values of query and header parameters by name, in the types of their schemas.
    pub(crate) query: Vec<(&'a str, Value)>,
    /// The body; null if there is none.
    pub(crate) body: Value,
}

/// Reads and validates a request.
///
/// Harmless oddities pass: capital booleans, a body where none is expected, `?` with nothing after it.
pub(crate) fn check<'a>(
    specification: &Specification,
    operation: &'a Operation,
    path: Vec<String>,
    query: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Arguments<'a>, Vec<Violation>> {
    let mut violations = Vec::new();
    let mut arguments = Arguments::default();
    let document = specification.document();

    let declared = || operation.parameters.iter();
    for (parameter, value) in declared().filter(|parameter| parameter.place == Place::Path).zip(path) {
        one(document, parameter, &value, &mut violations);
        arguments.path.push((&parameter.name, value));
    }
    for (name, text) in pairs(query) {
        let Some(text) = text else {
            violations.push(Violation::new(Place::Query, Rule::Syntax, name, "is not UTF-8"));
            continue;
        };
        let parameter = declared().find(|parameter| parameter.place == Place::Query && parameter.name == name);
        match parameter {
            Some(parameter) => add(document, parameter, &text, &mut arguments, &mut violations),
            None => {
                violations.push(Violation::new(Place::Query, Rule::Unknown, name, "is no parameter of this operation"))
            }
        }
    }
    for parameter in declared().filter(|parameter| parameter.place == Place::Header) {
        match headers.get(&parameter.name).map(|value| value.to_str()) {
            Some(Ok(text)) => add(document, parameter, text, &mut arguments, &mut violations),
            Some(Err(_)) => {
                let place = Place::Header;
                violations.push(Violation::new(place, Rule::Syntax, &parameter.name, "is not ASCII"));
            }
            None => {}
        }
    }
    for parameter in declared().filter(|parameter| parameter.kind == Kind::List) {
        // Only now are all items there.
        if let Some((_, value)) = named(&arguments, parameter) {
            validate(document, parameter, value, &mut violations);
        }
    }
    for parameter in declared().filter(|parameter| parameter.required && parameter.place != Place::Path) {
        let wrong = violations.iter().any(|one| one.name == parameter.name);
        if !wrong && named(&arguments, parameter).is_none() {
            violations.push(Violation::new(parameter.place, Rule::Missing, &parameter.name, "is missing"));
        }
    }
    body_into(document, operation, body, &mut arguments, &mut violations);
    if violations.is_empty() {
        Ok(arguments)
    } else {
        violations.truncate(MOST);
        Err(violations)
    }
}

/// Returns what has been read of a parameter.
fn named<'a>(arguments: &'a Arguments<'_>, parameter: &Parameter) -> Option<&'a (&'a str, Value)> {
    let mut read = arguments.query.iter();
    read.find(|(name, _)| *name == parameter.name)
}

/// Splits a query into decoded names and values; a value that is not UTF-8 is absent.
fn pairs(query: Option<&str>) -> impl Iterator<Item = (Cow<'_, str>, Option<Cow<'_, str>>)> {
    let parts = query.unwrap_or("").split('&').filter(|part| !part.is_empty());
    parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name).unwrap_or(Cow::Borrowed(name)), decode(value))
    })
}

fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(['+', '%']) {
        return Some(Cow::Borrowed(text));
    }
    let spaces = text.replace('+', " ");
    let decoded = percent_decode(spaces.as_bytes()).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}

/// Reads one occurrence of a parameter into the arguments.
fn add<'a>(
    document: &Value,
    parameter: &'a Parameter,
    text: &str,
    arguments: &mut Arguments<'a>,
    violations: &mut Vec<Violation>,
) {
    let read = arguments.query.iter_mut().find(|(name, _)| *name == parameter.name);
    match (parameter.kind, read) {
        (Kind::List, Some((_, Value::Array(items)))) => items.push(Value::from(text)),
        (Kind::List, _) => {
            let first = Value::Array(vec![Value::from(text)]);
            arguments.query.push((&parameter.name, first));
        }
        (_, Some(_)) => violations.push(Violation::new(
            parameter.place,
            Rule::Constraint,
            &parameter.name,
            "is there more than once",
        )),
        (_, None) => {
            if let Some(value) = one(document, parameter, text, violations) {
                arguments.query.push((&parameter.name, value));
            }
        }
    }
}

/// Reads and validates one value.
fn one(document: &Value, parameter: &Parameter, text: &str, violations: &mut Vec<Violation>) -> Option<Value> {
    let value = match parameter.parse(text) {
        Ok(value) => value,
        Err(violation) => {
            violations.push(violation);
            return None;
        }
    };
    validate(document, parameter, &value, violations).then_some(value)
}

/// Validates the value of a parameter; returns whether it is one.
fn validate(document: &Value, parameter: &Parameter, value: &Value, violations: &mut Vec<Violation>) -> bool {
    let validator = parameter.validator.get_or_init(|| {
        let plain = parameter.schema.as_object().is_some_and(|schema| {
            schema.keys().all(|keyword| matches!(keyword.as_str(), "type" | "default" | "nullable"))
        });
        if plain {
            return None;
        }
        Some(validator(document, &parameter.schema, Direction::Request))
    });
    let Some(validator) = validator else {
        return true;
    };
    let found = found_by(validator, value, parameter.place);
    let valid = found.is_empty();
    violations.extend(found.into_iter().map(|violation| Violation { name: parameter.name.clone(), ..violation }));
    valid
}

fn body_into(
    document: &Value,
    operation: &Operation,
    bytes: &[u8],
    arguments: &mut Arguments<'_>,
    violations: &mut Vec<Violation>,
) {
    let Some(body) = &operation.body else {
        return;
    };
    if bytes.is_empty() {
        if body.required {
            violations.push(Violation::new(Place::Body, Rule::Missing, "", "is missing"));
        }
        return;
    }
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("is not JSON: {error}");
            violations.push(Violation::new(Place::Body, Rule::Syntax, "", message));
            return;
        }
    };
    let validator = body.validator.get_or_init(|| validator(document, &body.schema, Direction::Request));
    violations.extend(found_by(validator, &value, Place::Body));
    arguments.body = value;
}

/// Compiles a schema of an embedded specification.
#[expect(clippy::expect_used, reason = "schemas are embedded, and a test compiles every one")]
pub(super) fn validator(document: &Value, schema: &Value, direction: Direction) -> Validator {
    compile(&convert(document, schema, direction)).expect("embedded schemas compile")
}

/// Returns what a validator finds wrong, in words without the values.
pub(super) fn found_by(validator: &Validator, value: &Value, place: Place) -> Vec<Violation> {
    if validator.is_valid(value) {
        return Vec::new();
    }
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
            Violation {
                place,
                rule,
                name: pointer,
                message,
                value: sent.then(|| Box::new(error.instance().clone().into_owned())),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
