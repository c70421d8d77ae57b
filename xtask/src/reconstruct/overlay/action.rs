//! The overlay document: its actions, read strictly and with their lines.

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;
use serde_saphyr::Spanned;

use super::correction::Correction;

/// One action, checked.
#[derive(Debug)]
pub(super) struct Action {
    /// The line in the overlay file that the action begins at.
    pub(super) line: u64,
    pub(super) target: JsonPath,
    pub(super) target_text: String,
    pub(super) change: Change,
    pub(super) correction: Option<Correction>,
}

/// What an action does with each node that its target selects.
#[derive(Debug)]
pub(super) enum Change {
    /// Merges this value.
    Update(Value),
    /// Merges the one node found there.
    Copy(JsonPath),
    /// Takes the node out of its container.
    Remove,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    overlay: String,
    #[serde(rename = "info")]
    _info: Info,
    #[serde(rename = "extends")]
    _extends: Option<String>,
    /// Nothing where all of them are comments still.
    actions: Option<Vec<Spanned<Record>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "description")]
    _description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    target: String,
    #[serde(rename = "description")]
    _description: Option<String>,
    update: Option<Value>,
    copy: Option<String>,
    #[serde(default)]
    remove: bool,
    #[serde(rename = "x-correction")]
    correction: Option<Correction>,
}

/// Reads the actions of an overlay document.
pub(super) fn parse(text: &str) -> Result<Vec<Action>> {
    let document: Document = crate::yaml::from_str(text)?;
    if !matches!(document.overlay.as_str(), "1.0.0" | "1.1.0") {
        bail!("overlay version {:?} is not known; write `overlay: 1.0.0` or `overlay: 1.1.0`", document.overlay);
    }
    let mut actions = Vec::new();
    for (index, record) in document.actions.into_iter().flatten().enumerate() {
        let line = record.referenced.line();
        let action = check(record.value, line).with_context(|| format!("line {line}: action {}", index + 1))?;
        actions.push(action);
    }
    Ok(actions)
}

fn check(record: Record, line: u64) -> Result<Action> {
    let change = match (record.update, record.copy, record.remove) {
        (Some(value), None, false) => Change::Update(value),
        (None, Some(source), false) => Change::Copy(json_path(&source, "copy")?),
        (None, None, true) => Change::Remove,
        (None, None, false) => bail!(
            "changes nothing; give it `update`, `copy` or `remove: true` (`update: {{}}` only marks a correction)"
        ),
        _ => bail!("has more than one of `update`, `copy` and `remove: true`; split it"),
    };
    if let Some(correction) = &record.correction {
        correction.check()?;
    }
    Ok(Action {
        line,
        target: json_path(&record.target, "target")?,
        target_text: record.target,
        change,
        correction: record.correction,
    })
}

/// How deep brackets and parentheses of a path may nest. Its parser descends into them, and so would leave the stack.
const DEEPEST: usize = 16;

fn json_path(text: &str, key: &str) -> Result<JsonPath> {
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            bail!("`{key}` nests deeper than {DEEPEST} brackets; say it more simply");
        }
    }
    JsonPath::parse(text).map_err(|error| anyhow!("`{key}: {text}` is not a JSONPath (RFC 9535): {error}"))
}
