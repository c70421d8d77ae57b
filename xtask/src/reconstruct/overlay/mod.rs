//! OpenAPI Overlays: reading one and applying it.
//!
//! Written over `serde_json_path` because `roas-overlay` 0.3 falls short here: it cannot remove a
//! scalar (`$ref`, one entry of `required`), its removals shuffle the keys that follow, unknown
//! keys of an action pass silently, and its errors know no line.

mod action;
mod correction;
mod edit;
mod pointer;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use action::Action;

/// A parsed overlay, with the file name for its errors.
#[derive(Debug)]
pub(crate) struct Overlay {
    path: PathBuf,
    actions: Vec<Action>,
}

/// Reads an overlay file.
pub(crate) fn read(path: &Path) -> Result<Overlay> {
    let text = std::fs::read_to_string(path).with_context(|| {
        format!("cannot read {}; a provider without corrections has one with `actions: []`", path.display())
    })?;
    parse(path, &text)
}

fn parse(path: &Path, text: &str) -> Result<Overlay> {
    let actions = action::parse(text).with_context(|| path.display().to_string())?;
    Ok(Overlay { path: path.to_owned(), actions })
}

impl Overlay {
    /// Applies all actions in their order, and returns the document or every action that failed.
    pub(crate) fn apply(&self, mut document: Value) -> Result<Value> {
        let mut problems = Vec::new();
        for (index, action) in self.actions.iter().enumerate() {
            if let Err(error) = edit::apply(action, &mut document) {
                problems.push(format!(
                    "{}:{}: action {} (target {}): {error:#}",
                    self.path.display(),
                    action.line,
                    index + 1,
                    action.target_text
                ));
            }
        }
        match problems.len() {
            0 => Ok(document),
            1 => bail!("{}", problems.join("")),
            count => bail!("{count} actions failed:\n  {}", problems.join("\n  ")),
        }
    }
}

#[cfg(test)]
mod tests;
