//! The committed specifications.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// Returns the providers: the directories of `specs/` with a `source.toml`.
#[must_use]
pub fn providers() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("specs")).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = entries
        .filter(|path| path.join("source.toml").is_file())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Returns the directory of a provider's crate.
#[must_use]
pub fn crate_dir(provider: &str) -> PathBuf {
    let source = std::fs::read_to_string(root().join("specs").join(provider).join("source.toml")).unwrap();
    let named = source.lines().find_map(|line| line.strip_prefix("crate = \"")?.strip_suffix('"').map(str::to_owned));
    root().join("crates").join(named.unwrap_or_else(|| format!("{provider}-users")))
}

/// Returns the root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
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
