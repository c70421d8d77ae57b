//! Operations are told apart by their ids, and path and parameters agree.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Findings, text};

pub(super) fn check(found: &mut Findings<'_>) {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let operations = found.operations();
    if operations.is_empty() {
        found.add("/paths", "holds no operation");
    }
    for (pointer, operation) in operations {
        match text(operation, "operationId") {
            None => found.add(&pointer, "has no operationId"),
            Some(id) => {
                if let Some(first) = ids.insert(id.to_owned(), pointer.clone()) {
                    found.add(&pointer, format!("its operationId is also that of #{first}"));
                }
            }
        }
        placeholders(&pointer, operation, found);
    }
}

fn placeholders(pointer: &str, operation: &Value, found: &mut Findings<'_>) {
    let item = pointer.rsplit_once('/').map_or("", |(item, _)| item);
    let path = item.trim_start_matches("/paths/").replace("~1", "/").replace("~0", "~");
    let in_path: BTreeSet<&str> =
        path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    let shared = found.document.pointer(item).and_then(|i| i.get("parameters"));
    let own = operation.get("parameters");
    let declared: BTreeSet<&str> = [shared, own]
        .into_iter()
        .flatten()
        .filter_map(Value::as_array)
        .flatten()
        .map(|parameter| resolve(parameter, found.document))
        .filter(|parameter| text(parameter, "in") == Some("path"))
        .filter_map(|parameter| text(parameter, "name"))
        .collect();
    for name in in_path.difference(&declared) {
        found.add(pointer, format!("declares no path parameter `{name}`"));
    }
    for name in declared.difference(&in_path) {
        found.add(pointer, format!("its path parameter `{name}` is not in the path"));
    }
}

/// Returns what a reference leads to, or the node itself.
pub(super) fn resolve<'a>(node: &'a Value, document: &'a Value) -> &'a Value {
    node.get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(node)
}
