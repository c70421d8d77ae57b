//! References lead somewhere, and nothing that the pages left open is left.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Findings, Kind, escape, operations};

pub(super) fn check(found: &mut Findings<'_>) {
    visit(found.document, String::new(), found);
    for (scheme, count) in undescribed_schemes(found.document) {
        let operations = if count == 1 { "one operation needs".to_owned() } else { format!("{count} operations need") };
        found.add(
            Kind::UndescribedScheme,
            "/components",
            format!("the pages do not describe the security scheme `{scheme}`, which {operations}; say in overlay.yaml what it is"),
        );
    }
}

/// Returns the security schemes that operations need and nothing describes, each with the number of its operations.
pub(crate) fn undescribed_schemes(document: &Value) -> BTreeMap<String, usize> {
    let described = document.pointer("/components/securitySchemes");
    let mut schemes = BTreeMap::new();
    for (_, operation) in operations(document) {
        let names = operation.get("x-unresolved-security").and_then(Value::as_array);
        for name in names.into_iter().flatten().filter_map(Value::as_str) {
            if described.is_none_or(|described| described.get(name).is_none()) {
                *schemes.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    schemes
}

fn visit(node: &Value, pointer: String, found: &mut Findings<'_>) {
    match node {
        Value::Object(map) => {
            // A property may be called `$ref`; a reference is text.
            if let Some(Value::String(reference)) = map.get("$ref") {
                reference_leads_somewhere(reference, &pointer, found);
                let ignored: Vec<&str> =
                    map.keys().map(String::as_str).filter(|key| *key != "$ref" && !key.starts_with("x-")).collect();
                if !ignored.is_empty() && !found.is_3_1() {
                    found.add(
                        Kind::Error,
                        &pointer,
                        format!(
                            "next to `$ref` these are ignored: {}; wrap the reference as `allOf: [{{$ref: …}}]`",
                            ignored.join(", ")
                        ),
                    );
                }
            }
            if let Some(name) = map.get("x-unresolved") {
                found.add(
                    Kind::Warning,
                    &pointer,
                    format!("the pages lack {name}; say in overlay.yaml what it is, or it is any JSON"),
                );
            }
            for (key, value) in map {
                visit(value, format!("{pointer}/{}", escape(key)), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                visit(value, format!("{pointer}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn reference_leads_somewhere(reference: &str, pointer: &str, found: &mut Findings<'_>) {
    let target = reference.strip_prefix('#').and_then(|target| found.document.pointer(target));
    if target.is_none() {
        found.add(Kind::Error, pointer, format!("`$ref: {reference}` leads nowhere"));
    }
}
