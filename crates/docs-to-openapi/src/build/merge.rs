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
///
/// An operation of a stale page is written only if no other page has one of its name, or one at its path.
pub(crate) fn paths(operations: Vec<Written>, stale: &HashSet<String>, report: &mut Report) -> (Value, usize) {
    let mut merged: Vec<Written> = Vec::new();
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (current, left) = current(operations, stale, report);
    for mut operation in current.into_iter().chain(left) {
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

/// Splits the operations into those that count and those of stale pages that no other page has.
///
/// A page of which every operation is on other pages too may be a leftover that no front page tells of: where two
/// pages differ in the names of placeholders only, the page with more operations that no other page has counts.
fn current(operations: Vec<Written>, stale: &HashSet<String>, report: &mut Report) -> (Vec<Written>, Vec<Written>) {
    let mut pages: HashMap<(String, String), HashSet<String>> = HashMap::new();
    for one in &operations {
        pages.entry(request(one)).or_default().insert(one.file.clone());
    }
    let mut own: HashMap<&str, usize> = HashMap::new();
    for files in pages.values().filter(|files| files.len() == 1) {
        files.iter().for_each(|file| *own.entry(file).or_default() += 1);
    }
    let alive = |one: &Written| (!stale.contains(&one.file), own.get(one.file.as_str()).copied().unwrap_or_default());
    let mut best: HashMap<(String, String), ((bool, usize), String)> = HashMap::new();
    let mut names: HashSet<&str> = HashSet::new();
    for one in &operations {
        let best = best.entry(request(one)).or_insert_with(|| (alive(one), one.path.clone()));
        if alive(one) > best.0 {
            *best = (alive(one), one.path.clone());
        }
        if !stale.contains(&one.file) {
            names.insert(&one.name);
        }
    }
    let is_left_out = |one: &Written| {
        let better = best.get(&request(one)).is_some_and(|(_, path)| *path != one.path);
        better || stale.contains(&one.file) && names.contains(one.name.as_str())
    };
    let left_out: Vec<bool> = operations.iter().map(is_left_out).collect();
    let mut split = (Vec::new(), Vec::new());
    for (one, left_out) in operations.into_iter().zip(left_out) {
        if left_out {
            report.about(Subject::Operation(one.name.clone()), &one.file).add(
                Rule::OperationStale,
                one.line,
                "a page that is newer by its signs has the operation; this one is left out",
            );
        } else if stale.contains(&one.file) {
            split.1.push(one);
        } else {
            split.0.push(one);
        }
    }
    split
}

/// Method and path without the names of placeholders: what tells one request from another.
fn request(operation: &Written) -> (String, String) {
    (operation.method.clone(), template::nameless(&operation.path))
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
            Rule::OperationIdNumbered,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, method: &str, path: &str, file: &str) -> Written {
        let value = json!({"operationId": name, "tags": [file]});
        let text = str::to_owned;
        Written {
            name: text(name),
            method: text(method),
            path: text(path),
            tag: text(file),
            file: text(file),
            line: 1,
            value,
        }
    }

    fn merged(operations: Vec<Written>, stale: &[&str]) -> (Value, usize, Vec<Rule>) {
        let mut report = Report::default();
        let stale = stale.iter().map(|file| (*file).to_owned()).collect();
        let (paths, count) = paths(operations, &stale, &mut report);
        (paths, count, report.rows.iter().map(|row| row.rule).collect())
    }

    #[test]
    fn an_operation_on_two_pages_is_one_with_two_tags() {
        let (paths, count, rules) = merged(vec![written("a", "GET", "/a", "A"), written("a", "GET", "/a", "B")], &[]);
        assert_eq!((count, rules), (1, vec![]));
        assert_eq!(paths["/a"]["get"]["tags"], json!(["A", "B"]));
        let (paths, count, _) = merged(vec![written("a", "GET", "/a", "A"), written("a", "GET", "/a", "A")], &[]);
        assert_eq!((count, &paths["/a"]["get"]["tags"]), (1, &json!(["A"])));
    }

    #[test]
    fn two_pages_that_disagree() {
        let mut other = written("a", "GET", "/a", "B");
        other.value["summary"] = json!("Another");
        let (paths, count, rules) = merged(vec![written("a", "GET", "/a", "A"), other], &[]);
        assert_eq!((count, rules), (1, vec![Rule::PageDisagreement]));
        assert_eq!(paths["/a"]["get"].get("summary"), None);
        let (_, count, rules) = merged(vec![written("a", "GET", "/a", "A"), written("b", "GET", "/a", "B")], &[]);
        assert_eq!((count, rules), (1, vec![Rule::OperationRepeated]));
    }

    #[test]
    fn repeated_names_get_numbers_that_are_free() {
        let operations = [("a", "/1"), ("a", "/2"), ("a_2", "/3"), ("a", "/4"), ("b", "/5")];
        let operations = operations.map(|(name, path)| written(name, "GET", path, "A")).to_vec();
        let (paths, count, rules) = merged(operations, &[]);
        let ids: Vec<&str> =
            (1..=5).map(|at| paths[format!("/{at}")]["get"]["operationId"].as_str().unwrap()).collect();
        assert_eq!(ids, ["a", "a_3", "a_2", "a_4", "b"]);
        assert_eq!((count, rules), (5, vec![Rule::OperationIdNumbered; 2]));
    }

    #[test]
    fn colliding_paths_and_unknown_methods() {
        let (paths, count, rules) =
            merged(vec![written("a", "GET", "/a/{x}", "A"), written("b", "PUT", "/a/{y}", "A")], &[]);
        assert_eq!((count, rules), (2, vec![Rule::PathsCollide]));
        assert!(paths["/a/{x}"]["get"].is_object() && paths["/a/{y}"]["put"].is_object());
        let (paths, count, rules) = merged(vec![written("a", "SAIL", "/a", "A")], &[]);
        assert_eq!((paths, count, rules), (json!({}), 0, vec![Rule::MethodUnreadable]));
        let (paths, ..) = merged(vec![written("a", "PATCH", "/a/{x:[0-9]{2}}", "A")], &[]);
        assert!(paths["/a/{x}"]["patch"].is_object());
    }

    #[test]
    fn leftovers_give_way_but_are_not_lost() {
        let old = || written("a", "GET", "/a/{old}", "Old");
        let new = || written("a", "GET", "/a/{new}", "New");
        for operations in [vec![old(), new()], vec![new(), old()]] {
            let (paths, count, rules) = merged(operations, &["Old"]);
            assert_eq!((count, rules), (1, vec![Rule::OperationStale]));
            assert!(paths["/a/{new}"].is_object());
        }
        // Without a front page the page with operations that no other page has counts.
        let (paths, count, _) = merged(vec![old(), new(), written("b", "GET", "/b", "New")], &[]);
        assert!(count == 2 && paths["/a/{new}"].is_object());
        let (_, count, rules) =
            merged(vec![written("a", "PUT", "/b", "New"), written("a", "GET", "/a", "Old")], &["Old"]);
        assert_eq!((count, rules), (1, vec![Rule::OperationStale]));
        let (_, count, rules) = merged(vec![old(), written("b", "GET", "/b", "New")], &["Old"]);
        assert_eq!((count, rules), (2, vec![]));
        // If no page has more unique operations than the other, the first counts.
        let (paths, count, rules) = merged(vec![new(), old()], &[]);
        assert_eq!((count, rules), (1, vec![Rule::OperationStale]));
        assert!(paths["/a/{new}"].is_object());
    }
}
