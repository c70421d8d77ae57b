//! OpenAPI 3.0 itself: its validator, and the reader that code is generated with.

use roas::v3_0::spec::Spec;
use roas::validation::{IGNORE_UNUSED, Validate};
use serde_json::Value;

use super::{Findings, Kind, escape};

pub(super) fn check(found: &mut Findings<'_>) {
    if found.is_3_1() || found.document.get("swagger").is_some_and(|version| version == "2.0") {
        return;
    }
    let read = serde_path_to_error::deserialize::<_, openapiv3::OpenAPI>(found.document);
    if let Err(error) = read {
        let pointer = format!("/{}", error.path().to_string().replace('.', "/"));
        found.add(Kind::Unreadable, &pointer, unreadable(error.inner()));
    }
    // Siblings of `$ref` are to be ignored; the validator rejects them, even extensions.
    let mut document = found.document.clone();
    strip_beside_references(&mut document);
    let spec: Spec = match serde_path_to_error::deserialize(&document) {
        Ok(spec) => spec,
        Err(error) => {
            let pointer = format!("/{}", error.path().to_string().replace('.', "/"));
            found.add(Kind::Unreadable, &pointer, unreadable(error.inner()));
            return;
        }
    };
    if let Err(errors) = spec.validate(IGNORE_UNUSED, None) {
        for error in errors.errors {
            found.add(Kind::Error, "", format!("not OpenAPI 3.0: {error}"));
        }
    }
    // The validator skips keys that the specification does not have; they do not come back.
    if let Ok(kept) = serde_json::to_value(&spec) {
        unknown_keys(&document, &kept, "", found);
    }
}

fn unreadable(error: &serde_json::Error) -> String {
    format!("not OpenAPI 3.0, and not read any further: {error}")
}

fn strip_beside_references(node: &mut Value) {
    match node {
        Value::Object(map) => {
            if map.get("$ref").is_some_and(Value::is_string) {
                map.retain(|key, _| key == "$ref");
            }
            map.values_mut().for_each(strip_beside_references);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_beside_references),
        _ => {}
    }
}

fn unknown_keys(document: &Value, kept: &Value, pointer: &str, found: &mut Findings<'_>) {
    match (document, kept) {
        (Value::Object(document), Value::Object(kept)) => {
            for (key, value) in document {
                let pointer = format!("{pointer}/{}", escape(key));
                match kept.get(key) {
                    Some(kept) => unknown_keys(value, kept, &pointer, found),
                    None => found.add(Kind::Error, &pointer, "OpenAPI 3.0 has no such key here"),
                }
            }
        }
        (Value::Array(document), Value::Array(kept)) => {
            for (index, (value, kept)) in document.iter().zip(kept).enumerate() {
                unknown_keys(value, kept, &format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}
