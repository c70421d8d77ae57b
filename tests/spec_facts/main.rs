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
mod responses;
mod schema;
mod schemas;

use integration_tests::specs::{OPERATIONS, PROVIDERS, document};
use serde_json::Value;

use facts::Facts;

/// The differences found, as `provider operation: what`.
#[derive(Default)]
struct Differences {
    provider: String,
    lines: Vec<String>,
}

impl Differences {
    fn add(&mut self, subject: &str, what: impl AsRef<str>) {
        let Self { provider, lines } = self;
        lines.push(format!("{provider} {subject}: {}", what.as_ref()));
    }
}

fn chosen() -> Vec<&'static str> {
    let only = std::env::var("PROVIDER").unwrap_or_default();
    let chosen: Vec<_> = PROVIDERS.into_iter().filter(|provider| only.is_empty() || *provider == only).collect();
    assert!(!chosen.is_empty(), "PROVIDER={only} names no provider");
    chosen
}

#[test]
fn the_specifications_agree_with_the_facts() {
    let mut lines = Vec::new();
    for provider in chosen() {
        let facts = Facts::read(provider).unwrap();
        let mut found = Differences { provider: provider.to_owned(), lines: Vec::new() };
        match document(provider) {
            Ok(document) => {
                operations::compare(&facts, &document, &mut found);
                schemas::compare(&facts, &document, &mut found);
            }
            Err(error) => found.lines.push(error),
        }
        lines.extend(found.lines);
    }
    assert!(lines.is_empty(), "{} differences:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn there_are_116_operations() {
    let known: usize = PROVIDERS.iter().map(|provider| Facts::read(provider).unwrap().operations.len()).sum();
    assert_eq!(known, OPERATIONS, "in the facts");
    let documented: usize = PROVIDERS.iter().map(|provider| operations::all(&document(provider).unwrap()).len()).sum();
    assert_eq!(documented, OPERATIONS, "in the specifications");
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
