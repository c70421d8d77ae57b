//! The model types of a provider crate, as the tests see them.

use schemars::{JsonSchema, Schema};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::fmt::Debug;

/// One generated type and the component schema it stands for.
#[derive(Debug)]
pub struct Model {
    /// Name of the component schema.
    pub schema_name: &'static str,
    /// Tells whether the type is the request form, without read-only properties.
    pub request: bool,
    /// Returns the JSON Schema of the type.
    pub json_schema: fn() -> Schema,
    /// Decodes a value with the type.
    pub decode: fn(&Value) -> Result<Decoded, String>,
}

/// A decoded value, seen from outside.
#[derive(Debug)]
pub struct Decoded {
    /// What `{:?}` prints.
    pub debug: String,
    /// What `{:#?}` prints.
    pub pretty: String,
    /// The value encoded again.
    pub encoded: Value,
}

impl Model {
    /// Describes the type `T`.
    pub const fn of<T>(schema_name: &'static str, request: bool) -> Self
    where
        T: Serialize + DeserializeOwned + JsonSchema + Debug,
    {
        Self {
            schema_name,
            request,
            json_schema: || schemars::SchemaGenerator::default().into_root_schema_for::<T>(),
            decode: |value| {
                let decoded: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
                Ok(Decoded {
                    debug: format!("{decoded:?}"),
                    pretty: format!("{decoded:#?}"),
                    encoded: serde_json::to_value(&decoded).map_err(|error| error.to_string())?,
                })
            },
        }
    }
}
