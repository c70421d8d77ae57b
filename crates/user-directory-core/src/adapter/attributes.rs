//! What one provider alone has, under the provider's own names.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::refuse;
use crate::capabilities::Attribute;
use crate::{ErrorKind, Result, Verb};

/// Collects the attributes that have a value.
pub(super) fn attributes<const N: usize>(values: [(&str, Option<Value>); N]) -> BTreeMap<String, Value> {
    values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// Writes a time as the providers do.
pub(super) fn time(time: DateTime<Utc>) -> Value {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true).into()
}

/// Returns a request with these attributes, which are properties of it. `attributes` are those of the capabilities.
pub(super) fn with_attributes<T: Serialize + DeserializeOwned>(
    provider: &'static str,
    verb: Verb,
    attributes: &[Attribute],
    request: T,
    given: BTreeMap<String, Value>,
) -> Result<T> {
    if given.is_empty() {
        return Ok(request);
    }
    let invalid = |_| refuse(provider, verb, ErrorKind::InvalidInput, "an attribute has a value of another type");
    let mut properties = serde_json::to_value(request).map_err(invalid)?;
    for (name, value) in given {
        if !attributes.iter().any(|attribute| attribute.writable && attribute.name == name) {
            let detail = "it does not take one of the attributes";
            return Err(refuse(provider, verb, ErrorKind::Unsupported, detail));
        }
        properties[name] = value;
    }
    serde_json::from_value(properties).map_err(invalid)
}
