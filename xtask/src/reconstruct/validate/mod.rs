//! Whether a document is OpenAPI and says all that this project needs from it.
//!
//! Only what is OpenAPI 3.0 is held to the whole standard; an older or newer document is one that a provider published.
//! The tests over the committed specifications use these files too, so nothing here may depend on
//! the rest of this program.

mod descriptions;
mod parameters;
mod references;
mod standard;
mod vocabulary;

use std::fmt;

use serde_json::Value;

#[allow(unused_imports, reason = "the tests over the committed specifications do not use them")]
pub(crate) use references::undescribed_schemes;

/// What a problem is, and what it prevents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The document would be read wrongly.
    Error,
    /// An error that ends the reading, and hides those behind it.
    Unreadable,
    /// Nothing describes a security scheme that operations need: no call of theirs succeeds.
    UndescribedScheme,
    /// A summary or a description is missing.
    Undocumented,
    /// Nothing else but good documentation.
    Warning,
}

impl Kind {
    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::Error | Self::Unreadable)
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    /// The JSON Pointer of the object in question.
    pub(crate) pointer: String,
    /// The id of the operation around it, if it is in one.
    pub(crate) operation: Option<String>,
    pub(crate) what: String,
}

impl Problem {
    /// Tells whether two problems are the same one, though entries of lists may have moved.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let is_index = |key: &str| key.bytes().all(|byte| byte.is_ascii_digit());
        if [self.kind, other.kind] == [Kind::Unreadable; 2] {
            return true;
        }
        let (mut here, mut there) = (self.pointer.split('/'), other.pointer.split('/'));
        self.what == other.what
            && self.pointer.matches('/').count() == other.pointer.matches('/').count()
            && here.by_ref().zip(there.by_ref()).all(|(a, b)| a == b || is_index(a) && is_index(b))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, operation, what, .. } = self;
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
    vocabulary::check(&mut found);
    references::check(&mut found);
    parameters::check(&mut found);
    descriptions::check(&mut found);
    found.problems
}

/// The document in question and what was found in it so far.
struct Findings<'a> {
    document: &'a Value,
    problems: Vec<Problem>,
}

impl<'a> Findings<'a> {
    /// Tells whether the document is of the version in which a reference may have other keys at its side.
    fn is_3_1(&self) -> bool {
        self.document.get("openapi").and_then(Value::as_str).is_some_and(|version| version.starts_with("3.1."))
    }

    fn add(&mut self, kind: Kind, pointer: &str, what: impl Into<String>) {
        self.problems.push(Problem {
            kind,
            pointer: pointer.to_owned(),
            operation: operation_around(self.document, pointer),
            what: what.into(),
        });
    }
}

/// Returns every operation of a document with its pointer.
pub(crate) fn operations(document: &Value) -> Vec<(String, &Value)> {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document.get("paths").and_then(Value::as_object);
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

fn operation_around(document: &Value, pointer: &str) -> Option<String> {
    let mut keys = pointer.strip_prefix("/paths/")?.split('/');
    let (path, method) = (keys.next()?, keys.next()?);
    let id = document.pointer(&format!("/paths/{path}/{method}/operationId"))?.as_str()?;
    Some(id.to_owned())
}

/// Returns a key as a JSON Pointer writes it.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Returns the text under `key`, unless it is blank.
fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests;
