//! References lead somewhere, and nothing that the pages left open is left.

use serde_json::Value;

use super::{Findings, Level, escape};

pub(super) fn check(found: &mut Findings<'_>) {
    visit(found.document, String::new(), found);
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
                        Level::Error,
                        &pointer,
                        format!(
                            "beside `$ref` these are ignored: {}; wrap the reference as `allOf: [{{$ref: …}}]`",
                            ignored.join(", ")
                        ),
                    );
                }
            }
            if let Some(name) = map.get("x-unresolved") {
                found.add(
                    Level::Warning,
                    &pointer,
                    format!("the pages lack {name}; say in overlay.yaml what it is, or it is any JSON"),
                );
            }
            if map.contains_key("x-unresolved-security") {
                found.add(Level::Warning, &pointer, "the pages leave open what `security` is; say so in overlay.yaml");
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
        found.add(Level::Error, pointer, format!("`$ref: {reference}` leads nowhere"));
    }
}
