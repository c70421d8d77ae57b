//! Whether a document is OpenAPI 3.0 and says all that this project needs from it.
//!
//! The tests over the committed specifications use these files too, so nothing here may depend on
//! the rest of this program.

mod descriptions;
mod operations;
mod references;
mod standard;

use std::fmt;

use serde_json::Value;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The JSON Pointer of the object in question.
    pub(crate) pointer: String,
    /// The id of the operation around it, if it is in one.
    pub(crate) operation: Option<String>,
    pub(crate) what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, operation, what } = self;
        match operation {
            Some(operation) => write!(f, "#{pointer} (operation {operation}): {what}"),
            None => write!(f, "#{pointer}: {what}"),
        }
    }
}

/// Returns everything that is wrong with a document.
pub(crate) fn problems(document: &Value) -> Vec<Problem> {
    let mut found = Findings { document, problems: Vec::new() };
    standard::check(&mut found);
    references::check(&mut found);
    operations::check(&mut found);
    descriptions::check(&mut found);
    found.problems
}

/// The document in question and what was found in it so far.
struct Findings<'a> {
    document: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Findings<'a> {
    fn add(&mut self, pointer: &str, what: impl Into<String>) {
        self.problems.push(Problem {
            pointer: pointer.to_owned(),
            operation: operation_around(self.document, pointer),
            what: what.into(),
        });
    }

    /// Returns every operation with its pointer.
    fn operations(&self) -> Vec<(String, &'a Value)> {
        const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        let paths = self.document.get("paths").and_then(Value::as_object);
        let mut operations = Vec::new();
        for (path, item) in paths.into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if METHODS.contains(&method.as_str()) {
                    operations.push((format!("/paths/{}/{method}", escape(path)), operation));
                }
            }
        }
        operations
    }
}

fn operation_around(document: &Value, pointer: &str) -> Option<String> {
    let mut keys = pointer.strip_prefix("/paths/")?.split('/');
    let (path, method) = (keys.next()?, keys.next()?);
    let id = document.pointer(&format!("/paths/{path}/{method}/operationId"))?.as_str()?;
    Some(id.to_owned())
}

/// Returns a key as it stands in a JSON Pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns the text under `key`, unless it is blank.
fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests;
