//! The committed specifications.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// The providers, each with a directory in `specs/`.
pub const PROVIDERS: [&str; 5] = ["finbourne", "obp", "saasus", "sendauth", "velo"];

/// How many operations the five specifications have together.
pub const OPERATIONS: usize = 116;

/// Returns the root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the committed specification of a provider.
///
/// # Errors
///
/// Names the file when it is missing or not YAML.
pub fn document(provider: &str) -> Result<serde_json::Value, String> {
    read_yaml(&root().join("specs").join(provider).join("openapi.yaml"))
}

/// Reads a YAML 1.2 file: only `true` and `false` are booleans.
///
/// # Errors
///
/// Names the file when it is missing, not YAML or of another shape.
pub fn read_yaml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(&text, options).map_err(|error| format!("{}: {error}", path.display()))
}
