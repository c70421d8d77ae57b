//! The facts as they lie in `facts/`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use test_support::contract::specs::{read_yaml, root};

#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) operations: Vec<Operation>,
    /// What is known about error answers beyond the single operation.
    pub(crate) errors: Option<Errors>,
    pub(crate) schemas: BTreeMap<String, Value>,
    /// Whether the server may send null for any string.
    pub(crate) strings_may_be_null: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OperationsFile {
    operations: Vec<Operation>,
    errors: Option<Errors>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemasFile {
    schemas: BTreeMap<String, Value>,
    #[serde(default, rename = "stringsMayBeNull")]
    strings_may_be_null: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Operation {
    operation_id: String,
    pub(crate) python_name: String,
    pub(crate) method: String,
    path: String,
    pub(crate) parameters: Vec<Value>,
    body: Option<Body>,
    #[serde(default)]
    responses: BTreeMap<String, String>,
    /// The media types that the answers have.
    pub(crate) accept: Option<Vec<String>>,
    pub(crate) api_status: Option<String>,
    #[serde(default)]
    error_names: Vec<String>,
    actual: Option<Actual>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Body {
    pub(crate) schema: String,
    pub(crate) required: bool,
    pub(crate) content_types: Vec<String>,
}

/// What the server really does, where that is known from its source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Actual {
    path: Option<String>,
    status: String,
    response: String,
    body: Option<String>,
    auth: Option<String>,
    #[serde(default)]
    errors: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Errors {
    /// The schema of every error answer.
    schema: String,
    /// The statuses that every operation may answer.
    any_operation: BTreeSet<String>,
    /// The status of each named error.
    statuses: BTreeMap<String, String>,
}

impl Facts {
    pub(crate) fn read(provider: &str) -> Result<Self, String> {
        let file = |kind: &str| root().join("tests/facts").join(kind).join(format!("{provider}.yaml"));
        let operations: OperationsFile = read_yaml(&file("operations"))?;
        let schemas: SchemasFile = read_yaml(&file("schemas"))?;
        Ok(Self {
            operations: operations.operations,
            errors: operations.errors,
            schemas: schemas.schemas,
            strings_may_be_null: schemas.strings_may_be_null,
        })
    }
}

impl Operation {
    /// Returns the id without the version that some have in front: `OBPv1.2.3-`.
    pub(crate) fn id(&self) -> &str {
        self.operation_id.rsplit_once('-').map_or(&self.operation_id, |(_, id)| id)
    }

    pub(crate) fn path(&self) -> &str {
        let actual = self.actual.as_ref().and_then(|a| a.path.as_deref());
        actual.unwrap_or(&self.path)
    }

    pub(crate) fn body(&self) -> Option<&Body> {
        let none = self.actual.as_ref().is_some_and(|a| a.body.is_some());
        self.body.as_ref().filter(|_| !none)
    }

    /// Returns the answers that there must be: the type by status.
    pub(crate) fn responses(&self, errors: Option<&Errors>) -> BTreeMap<String, String> {
        let mut responses = self.responses.clone();
        if let Some(actual) = &self.actual {
            responses.insert(actual.status.clone(), actual.response.clone());
            responses.extend(actual.errors.clone());
        }
        let named = self.error_names.iter().filter_map(|name| {
            let errors = errors?;
            Some((errors.statuses.get(name)?.clone(), errors.schema.clone()))
        });
        responses.extend(named);
        if let Some(errors) = errors {
            let any = errors.any_operation.iter();
            responses.extend(any.map(|status| (status.clone(), errors.schema.clone())));
        }
        responses
    }

    /// Tells whether the operation is known to need no credentials.
    pub(crate) fn open(&self) -> bool {
        let actual = self.actual.as_ref();
        actual.is_some_and(|actual| actual.auth.as_deref() == Some("none"))
    }
}
