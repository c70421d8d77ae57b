//! The paths: operations of all pages, each once.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::Rule;
use crate::infer::template;
use crate::report::{Report, Subject};

/// An operation, written, with the place where it is printed.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) tag: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) value: Value,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Writes the paths and returns them with the number of operations.
pub(crate) fn paths(operations: Vec<Written>, report: &mut Report) -> (Value, usize) {
    let mut merged: Vec<Written> = Vec::new();
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for mut operation in operations {
        operation.method = operation.method.to_lowercase();
        if !METHODS.contains(&operation.method.as_str()) {
            report.about(Subject::Operation(operation.name.clone()), &operation.file).add(
                Rule::MethodUnreadable,
                operation.line,
                format!("`{}` is no HTTP method; the operation is left out", operation.method),
            );
            continue;
        }
        operation.path = template::plain(&operation.path);
        let key = (operation.path.clone(), operation.method.clone());
        let place = *places.entry(key).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(seen) => merge(seen, &operation, report),
            None => merged.push(operation),
        }
    }
    distinct_names(&mut merged, report);
    collisions(&merged, report);
    let count = merged.len();
    let mut paths: Map<String, Value> = Map::new();
    for operation in merged {
        let item = paths.entry(operation.path).or_insert_with(|| json!({}));
        if let Value::Object(item) = item {
            item.insert(operation.method, operation.value);
        }
    }
    (Value::Object(paths), count)
}

/// An operation with several tags is on several pages; it gets all tags.
fn merge(seen: &mut Written, again: &Written, report: &mut Report) {
    let mut notes = report.about(Subject::Operation(again.name.clone()), &again.file);
    if again.name != seen.name {
        notes.add(
            Rule::OperationRepeated,
            again.line,
            format!(
                "{} {} is operation `{}` in {}:{}; that one is taken",
                again.method.to_uppercase(),
                again.path,
                seen.name,
                seen.file,
                seen.line
            ),
        );
        return;
    }
    if untagged(&seen.value) != untagged(&again.value) {
        notes.add(
            Rule::PageDisagreement,
            again.line,
            format!(
                "the operation is described differently in {}:{} ({}); that one is taken",
                seen.file,
                seen.line,
                differing(&seen.value, &again.value).join(", ")
            ),
        );
    }
    let tags = seen.value.get_mut("tags").and_then(Value::as_array_mut);
    if let Some(tags) = tags.filter(|tags| !tags.contains(&json!(again.tag))) {
        tags.push(json!(again.tag));
    }
}

fn untagged(value: &Value) -> Value {
    let mut value = value.clone();
    if let Value::Object(object) = &mut value {
        object.shift_remove("tags");
    }
    value
}

fn differing(a: &Value, b: &Value) -> Vec<String> {
    let (Some(a), Some(b)) = (a.as_object(), b.as_object()) else {
        return Vec::new();
    };
    let mut keys: Vec<String> = a.keys().chain(b.keys()).cloned().collect();
    keys.sort();
    keys.dedup();
    keys.retain(|key| key != "tags" && a.get(key) != b.get(key));
    keys
}

/// Operation ids are unique in a document, while two classes may have methods of one name.
fn distinct_names(operations: &mut [Written], report: &mut Report) {
    let mut taken: HashSet<String> = operations.iter().map(|operation| operation.name.clone()).collect();
    // How far the numbers behind a name have got.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for operation in operations {
        let number = numbers.entry(operation.name.clone()).or_default();
        *number += 1;
        if *number == 1 {
            continue;
        }
        let mut id = format!("{}_{number}", operation.name);
        while taken.contains(&id) {
            *number += 1;
            id = format!("{}_{number}", operation.name);
        }
        report.about(Subject::Operation(operation.name.clone()), &operation.file).add(
            Rule::OperationRepeated,
            operation.line,
            format!("another operation has the same name; the id of this one is `{id}`"),
        );
        if let Value::Object(value) = &mut operation.value {
            value.insert("operationId".to_owned(), json!(id));
        }
        taken.insert(id);
    }
}

fn collisions(operations: &[Written], report: &mut Report) {
    let mut templates: HashMap<String, &Written> = HashMap::new();
    for operation in operations {
        let other = *templates.entry(template::nameless(&operation.path)).or_insert(operation);
        if other.path != operation.path {
            report.about(Subject::Operation(operation.name.clone()), &operation.file).add(
                Rule::PathsCollide,
                operation.line,
                format!(
                    "{} and {} ({}:{}) differ in the names of placeholders only",
                    operation.path, other.path, other.file, other.line
                ),
            );
        }
    }
}
