//! Stops at what progenitor or typify would get wrong without a word.

mod code;
mod constructs;
mod names;
mod parameters;

use anyhow::{Result, bail};
use serde_json::Value;

use super::facts::Facts;

/// Fails if the lowered document holds anything that would be generated wrongly.
pub(crate) fn document(document: &Value) -> Result<()> {
    let mut problems = parameters::problems(document);
    problems.extend(constructs::problems(document));
    problems.extend(names::problems(document));
    report(problems)
}

/// Fails if the final code holds anything that the reshape passes must have replaced, or lacks an operation.
pub(crate) fn code(file: &syn::File, facts: &Facts) -> Result<()> {
    report(code::problems(file, facts))
}

fn report(problems: Vec<String>) -> Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{} problems:\n  {}", problems.len(), problems.join("\n  "))
}

/// Calls `look` with each operation of the document, named by id, method and path.
fn for_each_operation(document: &Value, mut look: impl FnMut(&str, &Value)) {
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or("without id");
            look(&format!("{id} ({} {path})", method.to_uppercase()), operation);
        }
    }
}
