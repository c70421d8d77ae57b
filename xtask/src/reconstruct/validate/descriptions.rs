//! Whatever becomes documentation of the clients is described.

use serde_json::Value;

use super::parameters::resolve;
use super::{Findings, Kind, escape, operations, text};

const LONGEST_SUMMARY: usize = 90;

pub(super) fn check(found: &mut Findings<'_>) {
    for (pointer, operation) in operations(found.document) {
        match text(operation, "summary") {
            None => found.add(Kind::Undocumented, &pointer, "has no summary"),
            Some(summary) if summary.chars().count() > LONGEST_SUMMARY => {
                found.add(Kind::Warning, &pointer, format!("its summary is longer than {LONGEST_SUMMARY} characters"))
            }
            Some(_) => {}
        }
        described(operation, &pointer, found);
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            described(parameter, &format!("{pointer}/parameters/{index}"), found);
        }
        if let Some(body) = operation.get("requestBody") {
            described(body, &format!("{pointer}/requestBody"), found);
        }
    }
    let schemas = found.document.pointer("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
        let pointer = format!("/components/schemas/{}", escape(name));
        described(schema, &pointer, found);
    }
}

fn described(object: &Value, pointer: &str, found: &mut Findings<'_>) {
    let object = resolve(object, found.document);
    if text(object, "description").is_none() {
        let name = text(object, "name").map(|name| format!(" `{name}`"));
        found.add(
            Kind::Undocumented,
            pointer,
            format!("{} has no description", name.unwrap_or_default()).trim_start().to_owned(),
        );
    }
}
