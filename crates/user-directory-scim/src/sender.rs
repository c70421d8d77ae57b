//! Senders' deviations, brought into the form of RFC 7643.

use scim_v2::case_insensitive::{AmbiguousKey, canonicalize_keys};
use scim_v2::schema_urns;
use serde_json::{Map, Value, json};

/// Brings a resource into the form of the RFC:
///
/// - Names of attributes are read in any letter case.
/// - An empty text is no value, as `null` is none (RFC 7643, 2.5); an entry of a list whose value is none is left out.
/// - A manager who is a string is meant by id.
/// - `schemas` may be missing.
///
/// Texts that say `true` and `false` are read by `scim_v2`.
pub(super) fn normalized(mut resource: Value) -> Result<Value, AmbiguousKey> {
    canonicalize_keys(&mut resource)?;
    if let Value::Object(attributes) = &mut resource {
        without_empty(attributes);
        let enterprise = attributes.get_mut(schema_urns::ENTERPRISE_USER);
        if let Some(manager) = enterprise.and_then(|enterprise| enterprise.get_mut("manager"))
            && manager.is_string()
        {
            *manager = json!({ "value": manager.take() });
        }
        // Whoever reads it says that it is missing, and of which attribute.
        if attributes.get("userName").is_none_or(Value::is_null) {
            attributes.insert("userName".to_owned(), json!(""));
        }
        attributes.entry("schemas").or_insert_with(|| json!([]));
    }
    Ok(resource)
}

/// Makes `null` of empty texts, except in extensions whose form is not known.
fn without_empty(attributes: &mut Map<String, Value>) {
    for (name, value) in attributes {
        if !name.starts_with("urn:") || name == schema_urns::ENTERPRISE_USER {
            empty_to_null(value);
        }
    }
}

fn empty_to_null(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() => *value = Value::Null,
        Value::Object(attributes) => without_empty(attributes),
        Value::Array(entries) => {
            entries.iter_mut().for_each(empty_to_null);
            entries.retain(|entry| !entry.is_null() && entry.get("value").is_none_or(|value| !value.is_null()));
        }
        _ => {}
    }
}
