//! Reads the recordings in `tests/wire`: for each operation the arguments, what a correct client
//! sends and what the provider answers.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Names the providers whose recordings are committed, with the number of their operations.
pub const PROVIDERS: [(&str, usize); 5] =
    [("finbourne", 15), ("obp", 50), ("saasus", 20), ("sendauth", 14), ("velo", 17)];

/// One file of recordings.
#[derive(Debug, Deserialize)]
pub struct Recording {
    /// Path that stands before every operation's path.
    pub base_path: String,
    /// The recorded calls.
    pub calls: Vec<Call>,
}

/// One recorded call.
#[derive(Debug, Deserialize)]
pub struct Call {
    /// Operation id as the provider spells it.
    #[serde(rename = "operationId")]
    pub operation_id: String,
    /// Which variant of the operation's call this is.
    pub case: String,
    /// Arguments by wire name.
    pub args: Arguments,
    /// What a correct client sends.
    pub expected: Expected,
    /// What the provider answers.
    pub answered: Option<Answered>,
}

impl Call {
    /// Returns the operation id without a version prefix such as `XYZv1.0.0-`.
    pub fn plain_operation_id(&self) -> &str {
        self.operation_id.rsplit_once('-').map_or(&self.operation_id, |(_, id)| id)
    }
}

/// Abstract arguments of a call.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Arguments {
    /// Path parameters.
    #[serde(default)]
    pub path: Map<String, Value>,
    /// Query parameters.
    #[serde(default)]
    pub query: Map<String, Value>,
    /// Header parameters.
    #[serde(default)]
    pub header: Map<String, Value>,
    /// The body; absent means that none is given.
    #[serde(default, deserialize_with = "present")]
    pub body: Option<Value>,
}

/// Keeps a body of `null` apart from no body.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The request that a correct client sends.
#[derive(Debug, Deserialize)]
pub struct Expected {
    /// HTTP method.
    pub method: String,
    /// Path, percent-encoded.
    pub path: String,
    /// Decoded query pairs in order.
    pub query: Vec<(String, String)>,
    /// `Content-Type`; `None` means the header must be absent.
    pub content_type: Option<String>,
    /// The JSON body; `None` means there must be none.
    pub body: Option<Value>,
    /// `Authorization`, where the call itself sets it.
    pub authorization: Option<String>,
}

/// The recorded answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Answered {
    /// HTTP status.
    pub status: u16,
    /// JSON body, `None` where there is none.
    pub body: Option<Value>,
}

/// Reads `tests/wire/<set>/<provider>.json`.
///
/// # Panics
///
/// When the file is missing or not of the expected shape: a broken checkout.
#[allow(clippy::panic, reason = "a test without its recordings must fail")]
pub fn read(set: &str, provider: &str) -> Recording {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wire").join(set).join(format!("{provider}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Splits a path at `/` and percent-decodes each segment, the form in which paths are compared.
pub fn decoded_segments(path: &str) -> Vec<String> {
    path.split('/')
        .map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}
