//! Checking a request against its operation.

use percent_encoding::percent_decode;
use serde_json::Value;

use super::Specification;
use super::operation::Operation;
use super::parameter::{Kind, Parameter};
use super::schema::MOST;
use super::violation::{Place, Rule, Violation};

/// The values that a valid request carries.
#[derive(Debug, Default)]
pub(crate) struct Arguments<'a> {
    /// Values of the path's parameters by name.
    pub(crate) path: Vec<(&'a str, String)>,
    /// Values of query parameters by name, in the types of their schemas.
    pub(crate) query: Vec<(&'a str, Value)>,
    /// The body; null if there is none.
    pub(crate) body: Value,
}

/// Reads and validates a request.
///
/// Accepts harmless deviations: `True`, a body where none is expected, `?` with nothing after it.
pub(crate) fn check<'a>(
    specification: &Specification,
    operation: &'a Operation,
    path: Vec<String>,
    query: Option<&str>,
    body: &[u8],
) -> Result<Arguments<'a>, Vec<Violation>> {
    let mut violations = Vec::new();
    let mut arguments = Arguments::default();
    let document = specification.document();

    let mut sent = Vec::new();
    for (name, text) in pairs(query) {
        let declared = |one: &Parameter| one.place == Place::Query && one.name == name;
        match text {
            Some(text) if operation.parameters.iter().any(declared) => sent.push((name, text)),
            Some(_) => violations.push(Violation::new(
                Place::Query,
                Rule::Unknown,
                name,
                "is not a parameter of this operation",
            )),
            None => violations.push(Violation::new(Place::Query, Rule::Syntax, name, "is not UTF-8")),
        }
    }
    let mut path = path.into_iter();
    for parameter in &operation.parameters {
        let texts: Vec<String> = if parameter.place == Place::Path {
            path.next().into_iter().collect()
        } else {
            sent.iter().filter(|(name, _)| *name == parameter.name).map(|(_, text)| text.clone()).collect()
        };
        match value(document, parameter, &texts) {
            Ok(_) if parameter.place == Place::Path => {
                arguments.path.push((&parameter.name, texts.concat()));
            }
            Ok(Some(value)) => arguments.query.push((&parameter.name, value)),
            Ok(None) => {}
            Err(found) => violations.extend(found),
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

/// Splits a query into decoded names and values; a value that is not UTF-8 is absent.
fn pairs(query: Option<&str>) -> impl Iterator<Item = (String, Option<String>)> {
    let parts = query.unwrap_or("").split('&').filter(|part| !part.is_empty());
    parts.map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(name).unwrap_or_else(|| name.to_owned()), decode(value))
    })
}

fn decode(text: &str) -> Option<String> {
    String::from_utf8(percent_decode(text.replace('+', " ").as_bytes()).collect()).ok()
}

/// Reads and validates the value of a parameter; nothing if it is absent and may be.
fn value(document: &Value, parameter: &Parameter, texts: &[String]) -> Result<Option<Value>, Vec<Violation>> {
    let wrong = |rule, message| Err(vec![Violation::new(parameter.place, rule, &parameter.name, message)]);
    let value = match texts {
        [] if parameter.required => return wrong(Rule::Missing, "is missing"),
        [] => return Ok(None),
        texts if parameter.kind == Kind::List => Value::from(texts),
        [text] => parameter.parse(text).map_err(|violation| vec![violation])?,
        _ => return wrong(Rule::Constraint, "is there more than once"),
    };
    let mut found = parameter.schema.violations(document, &value, parameter.place);
    if found.is_empty() {
        return Ok(Some(value));
    }
    found.iter_mut().for_each(|violation| violation.name.clone_from(&parameter.name));
    Err(found)
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
    violations.extend(body.schema.violations(document, &value, Place::Body));
    arguments.body = value;
}

#[cfg(test)]
mod tests;
