//! Operations have distinct ids, and path and parameters agree.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Findings, Kind, escape, operations, text};

pub(super) fn check(found: &mut Findings<'_>) {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let operations = operations(found.document);
    if operations.is_empty() {
        found.add(Kind::Error, "/paths", "holds no operation");
    }
    paths(found);
    for (pointer, operation) in operations {
        match text(operation, "operationId") {
            None => found.add(Kind::Error, &pointer, "has no operationId"),
            Some(id) => {
                if let Some(first) = ids.insert(id.to_owned(), pointer.clone()) {
                    found.add(Kind::Error, &pointer, format!("its operationId is also that of #{first}"));
                }
            }
        }
        placeholders(&pointer, operation, found);
    }
}

/// A path is put behind the base URL unchanged, and must not lead anywhere else from there.
fn paths(found: &mut Findings<'_>) {
    let document = found.document;
    let paths = document.get("paths").and_then(Value::as_object);
    for path in paths.into_iter().flatten().map(|(path, _)| path).filter(|path| !path.starts_with("x-")) {
        let Some(segments) = path.strip_prefix('/') else {
            found.add(Kind::Error, &format!("/paths/{}", escape(path)), "does not begin with a slash");
            continue;
        };
        let unsafe_character = |c: char| matches!(c, '?' | '#' | '\\' | '"') || c.is_control() || c.is_whitespace();
        let dots = |segment: &str| matches!(segment.replace("%2e", ".").replace("%2E", ".").as_str(), "." | "..");
        let what = if let Some(c) = segments.chars().find(|c| unsafe_character(*c)) {
            format!("has {c:?} in its path; a query belongs to `parameters`")
        } else if segments.split('/').any(dots) {
            "has a dot segment".to_owned()
        } else if segments.split('/').rev().skip(1).any(str::is_empty) {
            "has an empty segment".to_owned()
        } else {
            continue;
        };
        found.add(Kind::Error, &format!("/paths/{}", escape(path)), what);
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
        found.add(Kind::Error, pointer, format!("declares no path parameter `{name}`"));
    }
    for name in declared.difference(&in_path) {
        found.add(Kind::Error, pointer, format!("its path parameter `{name}` is not in the path"));
    }
}

/// Returns what a reference leads to, or the node itself.
pub(super) fn resolve<'a>(node: &'a Value, document: &'a Value) -> &'a Value {
    node.get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| document.pointer(reference.strip_prefix('#')?))
        .unwrap_or(node)
}
