//! The document as YAML.

use serde_json::Value;

use crate::Error;

/// Writes a document as YAML 1.2, keys in the order that they have.
///
/// # Errors
///
/// [`Error::Yaml`] if the value cannot be written.
pub fn to_yaml(document: &Value) -> Result<String, Error> {
    serde_saphyr::to_string(document).map_err(|fault| Error::Yaml(fault.to_string()))
}
