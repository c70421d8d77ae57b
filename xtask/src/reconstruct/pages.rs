//! From the pages of a provider to the document that they alone support.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::source::Source;
use crate::workspace::Provider;

/// Returns the directory of a provider's pages, or an error that tells where to get them.
pub(crate) fn locate(docs: Option<&Path>, provider: &Provider, source: &Source) -> Result<PathBuf> {
    let Some(docs) = docs else {
        bail!(
            "no documentation pages: name the directory that holds {}/README.md and {}/docs/*.md with --docs DIR or the environment variable USER_DIRECTORY_DOCS; {}",
            provider.name,
            provider.name,
            source.origin()
        );
    };
    let dir = docs.join(&provider.name);
    if !dir.join("docs").is_dir() {
        bail!(
            "{} has no directory docs; {}",
            dir.display(),
            source.origin()
        );
    }
    Ok(dir)
}

/// Converts the pages to a document and checks that it belongs to the recorded source.
pub(crate) fn convert(
    _provider: &Provider,
    source: &Source,
    dir: &Path,
    _report: Option<&Path>,
) -> Result<Value> {
    let document = read_base(dir)?;
    source.verify_base_path(&document)?;
    Ok(document)
}

// Until the conversion is wired in, the document that it gives is read from a file.
fn read_base(dir: &Path) -> Result<Value> {
    let path = dir.join("base.yaml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    crate::yaml::from_str(&text).with_context(|| path.display().to_string())
}

/// Returns a document as YAML, the same bytes for the same document.
pub(crate) fn to_yaml(document: &Value) -> Result<String> {
    serde_saphyr::to_string(document).context("cannot write the document as YAML")
}
