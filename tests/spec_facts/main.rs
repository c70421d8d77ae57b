//! The committed specifications against facts known about the APIs.
//!
//! `facts/` holds what the providers' own sources say about operations and schemas. Whatever a
//! specification has differently must carry an `x-correction` on the object in question. What is
//! missing or additional must be named by an `x-correction` on the object that would hold it, or,
//! if it is there, carry one itself.
//!
//! `PROVIDER=velo` limits a run to one provider, for those who work on its overlay.

mod correction;
mod facts;
mod operations;
#[cfg(test)]
mod printed;
mod responses;
mod schema;
mod schemas;

use serde_json::Value;
use test_support::contract::specs::{document, providers, root};

use facts::Facts;

/// The differences found between a specification and a file of facts.
#[derive(Default)]
struct Differences {
    /// The file, as a path in the workspace.
    facts: String,
    lines: Vec<String>,
}

impl Differences {
    /// Says what the specification has in place of what the file has, at the entry `subject` of that file.
    fn add(&mut self, subject: &str, what: impl AsRef<str>) {
        let Self { facts, lines } = self;
        lines.push(format!("{facts}, {subject}: {}", what.as_ref()));
    }
}

/// Compares a specification with both files of facts.
fn differences(provider: &str, facts: &Facts, document: &Value) -> Vec<String> {
    let found = |kind: &str| Differences { facts: format!("tests/facts/{kind}/{provider}.yaml"), lines: Vec::new() };
    let (mut operations, mut schemas) = (found("operations"), found("schemas"));
    operations::compare(facts, document, &mut operations);
    schemas::compare(facts, document, &mut schemas);
    operations.lines.extend(schemas.lines);
    operations.lines
}

/// Returns the providers whose facts are recorded, or the one that is asked for.
fn chosen() -> Vec<String> {
    let only = std::env::var("PROVIDER").unwrap_or_default();
    let recorded = |provider: &String| root().join(format!("tests/facts/operations/{provider}.yaml")).is_file();
    let chosen: Vec<_> =
        providers().into_iter().filter(recorded).filter(|provider| only.is_empty() || *provider == only).collect();
    assert!(!chosen.is_empty(), "PROVIDER={only} names no provider whose facts are recorded");
    chosen
}

#[test]
fn the_specifications_agree_with_the_facts() {
    let mut lines = Vec::new();
    for provider in chosen() {
        let facts = Facts::read(&provider).unwrap();
        match document(&provider) {
            Ok(document) => lines.extend(differences(&provider, &facts, &document)),
            Err(error) => lines.push(error),
        }
    }
    assert!(
        lines.is_empty(),
        "{} differences. A line has the file and the entry in it, then what the specification says and, behind `not`, the \
         file.\nWhere the specification is right, write into the file what it says. Where the file is right, correct \
         specs/PROVIDER/overlay.yaml. Where both are, say why in an x-correction of the overlay.\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn facts_and_specifications_have_the_same_number_of_operations() {
    for provider in chosen() {
        let expected = Facts::read(&provider).unwrap().operations.len();
        assert_eq!(expected, operations::all(&document(&provider).unwrap()).len(), "{provider}");
    }
}

/// Returns what a reference leads to, or the object itself.
fn resolve<'a>(object: &'a Value, document: &'a Value) -> &'a Value {
    text(object, "$ref").and_then(|reference| document.pointer(reference.strip_prefix('#')?)).unwrap_or(object)
}

/// Returns the text under `key`, or nothing.
fn text<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod strictness;
#[cfg(test)]
mod tests;
