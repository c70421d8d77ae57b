//! References to components, and which of them requests and answers reach.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::{At, Direction, Kind, Lowered, Schemas, is_nullable, kind, words};
use crate::generate::input::{METHODS, follow, is_success};
use crate::generate::names;

const PREFIX: &str = "#/components/schemas/";

/// What refers to what.
#[derive(Debug)]
pub(super) struct Graph {
    requests: HashSet<String>,
    answers: HashSet<String>,
    errors: HashSet<String>,
    /// Components of errors that say the same as another: the one that stands for them.
    same: HashMap<String, String>,
    /// Components that have read-only or write-only properties, or refer to such.
    marked: HashSet<String>,
}

impl Graph {
    pub(super) fn new(document: &Value) -> Self {
        let empty = Map::new();
        let components = document.pointer("/components/schemas").and_then(Value::as_object).unwrap_or(&empty);
        let edges: HashMap<&str, HashSet<String>> =
            components.iter().map(|(name, schema)| (name.as_str(), references(document, schema))).collect();
        let reached = |from: HashSet<String>| {
            let (mut found, mut open) = (HashSet::new(), Vec::from_iter(from));
            while let Some(name) = open.pop() {
                if found.insert(name.clone()) {
                    open.extend(edges.get(name.as_str()).into_iter().flatten().cloned());
                }
            }
            found
        };
        let (mut requests, mut answers, mut errors) = (HashSet::new(), HashSet::new(), HashSet::new());
        for operation in operations(document) {
            for key in ["parameters", "requestBody"] {
                requests.extend(operation.get(key).map(|part| references(document, part)).unwrap_or_default());
            }
            for (code, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
                match is_success(operation, code) {
                    true => answers.extend(references(document, response)),
                    false => errors.extend(references(document, response)),
                }
            }
        }
        let marked = components
            .keys()
            .filter(|name| {
                reached(HashSet::from([(*name).clone()])).iter().any(|name| components.get(name).is_some_and(is_marked))
            })
            .cloned()
            .collect();
        let (requests, answers, errors) = (reached(requests), reached(answers), reached(errors));
        let only_errors =
            |name: &&String| errors.contains(*name) && !requests.contains(*name) && !answers.contains(*name);
        let mut same = HashMap::new();
        let mut distinct: Vec<(&String, Value)> = Vec::new();
        for name in components.keys().filter(only_errors) {
            let said = without_words(&components[name]);
            match distinct.iter().find(|(_, other)| *other == said) {
                Some((first, _)) => drop(same.insert(name.clone(), (*first).clone())),
                None => distinct.push((name, said)),
            }
        }
        Self { requests, answers, errors, same, marked }
    }

    pub(super) fn is_reached(&self, name: &str) -> bool {
        let reached = [&self.requests, &self.answers, &self.errors].iter().any(|all| all.contains(name));
        reached && !self.same.contains_key(name)
    }

    /// Returns the other components for which one stands, sorted.
    fn stands_for(&self, name: &str) -> Vec<&str> {
        let mut others: Vec<&str> =
            self.same.iter().filter(|(_, first)| *first == name).map(|(other, _)| other.as_str()).collect();
        others.sort_unstable();
        others
    }

    /// Returns what a component is called: what those have in common for which it stands.
    pub(super) fn common_name<'a>(&self, name: &'a str) -> &'a str {
        let mut common = name;
        for other in self.stands_for(name) {
            let length = common.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
            let end = common.char_indices().nth(length).map_or(common.len(), |(at, _)| at);
            common = common[..end].trim_end_matches(|last: char| last.is_ascii_digit() || last == '_');
        }
        if common.is_empty() { name } else { common }
    }

    /// Returns whether a component has another form in requests than in answers.
    fn is_split(&self, name: &str) -> bool {
        self.marked.contains(name) && self.requests.contains(name) && self.answers.contains(name)
    }

    /// Returns the direction whose form of a component is used.
    fn form(&self, name: &str, direction: Direction) -> Direction {
        match (self.is_split(name), self.requests.contains(name) && !self.answers.contains(name)) {
            (true, _) => direction,
            (false, true) => Direction::Request,
            (false, false) => Direction::Answer,
        }
    }
}

/// Returns what a schema says of values.
fn without_words(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let says = map
                .iter()
                .filter(|(key, value)| !(*key == "description" && value.is_string()) && *key != "x-correction");
            Value::Object(says.map(|(key, value)| (key.clone(), without_words(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_words).collect()),
        other => other.clone(),
    }
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let items = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    items.flat_map(|item| METHODS.iter().filter_map(|method| item.get(*method)))
}

/// Returns the components that a value refers to, itself or by way of references to other places.
fn references(document: &Value, value: &Value) -> HashSet<String> {
    let (mut found, mut followed, mut open) = (HashSet::new(), HashSet::new(), vec![value]);
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                    match component(reference) {
                        Some(name) => drop(found.insert(name)),
                        None if followed.insert(reference) => open.extend(follow(document, value).ok()),
                        None => {}
                    }
                }
                open.extend(map.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// Returns whether something in a schema is only answered, or only sent.
fn is_marked(value: &Value) -> bool {
    let is_set = |map: &Map<String, Value>, key: &str| map.get(key) == Some(&Value::Bool(true));
    match value {
        Value::Object(map) => is_set(map, "readOnly") || is_set(map, "writeOnly") || map.values().any(is_marked),
        Value::Array(items) => items.iter().any(is_marked),
        _ => false,
    }
}

/// Returns the name of the component that a reference is to.
pub(super) fn component(reference: &str) -> Option<String> {
    let name = reference.strip_prefix(PREFIX).filter(|name| !name.contains('/'))?;
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(name.replace("~1", "/").replace("~0", "~"))
}

impl Schemas<'_> {
    pub(super) fn reference(&mut self, reference: &str, at: &At) -> Lowered {
        if let Some(name) = component(reference) {
            return self.component(&name, at);
        }
        let here = json!({ "$ref": reference });
        let schema = match follow(self.document, &here) {
            Ok(schema) => schema,
            Err(error) => return self.note(at, &format!("{error:#}")),
        };
        if !self.open.insert(reference.to_owned()) {
            return self.note(at, &format!("`{reference}` leads back to itself"));
        }
        let lowered = self.place(&schema.clone(), at);
        self.open.remove(reference);
        lowered
    }

    /// Returns the components that are types, and whether a type is the form that is sent.
    pub(crate) fn components(&self) -> Vec<(String, String, bool)> {
        let own = self.targets.iter().filter_map(|((name, direction), target)| {
            let reference = target.as_ref()?.shape.get("$ref")?.as_str()?;
            Some((name.clone(), reference.strip_prefix(PREFIX)?.to_owned(), *direction == Direction::Request))
        });
        let mut all: Vec<(String, String, bool)> = own.collect();
        for (other, first) in &self.graph.same {
            let rust = all.iter().find(|(name, ..)| name == first).map(|(_, rust, _)| rust.clone());
            all.extend(rust.map(|rust| (other.clone(), rust, false)));
        }
        all.sort();
        all
    }

    /// Returns whether a schema is no component and is the same in requests and answers.
    pub(super) fn is_same_everywhere(&self, schema: &Value) -> bool {
        let differs = |name: &String| self.graph.is_split(name);
        !is_marked(schema) && !references(self.document, schema).iter().any(differs)
    }

    fn component(&mut self, name: &str, at: &At) -> Lowered {
        if let Some(first) = self.graph.same.get(name).cloned() {
            return self.component(&first, at);
        }
        let direction = self.graph.form(name, at.direction);
        let key = (name.to_owned(), direction);
        match self.targets.get(&key) {
            Some(Some(done)) => return done.clone(),
            Some(None) => return self.note(at, &format!("`{name}` is defined by itself alone")),
            None => {}
        }
        let Some(schema) = self.document.pointer("/components/schemas").and_then(|all| all.get(name)).cloned() else {
            return self.note(at, &format!("`{PREFIX}{name}` points nowhere in this document"));
        };
        self.targets.insert(key.clone(), None);
        let lowered = self.component_schema(&key, &schema);
        self.targets.insert(key, Some(lowered.clone()));
        lowered
    }

    fn component_schema(&mut self, key: &(String, Direction), schema: &Value) -> Lowered {
        let (name, direction) = key;
        let plain = self.rust.get(name).cloned().unwrap_or_else(|| names::pascal(name));
        let rust = match (direction, self.graph.is_split(name)) {
            (Direction::Request, true) => self.names.take([format!("{plain}Request").as_str()]),
            _ => plain.clone(),
        };
        let mut at = At { hint: plain, member: None, direction: *direction };
        let Some(map) = schema.as_object() else {
            return Lowered::any();
        };
        let mut merged = match self.merged(map) {
            Ok(merged) => merged,
            Err(reason) => return self.note(&at, &reason),
        };
        let others = self.graph.stands_for(name);
        if !others.is_empty() {
            let text = format!("Body of documented errors, which stands for `{}` as well.", others.join("`, `"));
            merged.insert("description".to_owned(), Value::from(text));
        }
        // Known before its content is: it may refer to itself.
        let mut target = Lowered::of(json!({"$ref": format!("{PREFIX}{rust}")}));
        target.nullable = is_nullable(map) || is_nullable(&merged);
        target.description = words::with_limits(words::text(&merged, "description"), &merged);
        let is_union = ["oneOf", "anyOf"].iter().find(|key| merged.contains_key(**key));
        let texts = merged.get("enum").and_then(Value::as_array).filter(|_| kind(&merged) == Kind::Text);
        let has_fields = merged.get("properties").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        if let Some(alternatives) = is_union {
            self.targets.insert(key.clone(), Some(target.clone()));
            let made = self.alternatives(&merged, alternatives, &at, Some(&rust));
            Lowered { shape: made.shape, nullable: target.nullable || made.nullable, ..target }
        } else if let Some(values) = texts {
            let made = self.enumeration(&merged, &values.clone(), &at, Some(&rust));
            Lowered { shape: made.shape, ..target }
        } else if has_fields && kind(&merged) == Kind::Object {
            self.targets.insert(key.clone(), Some(target.clone()));
            let split = self.graph.is_split(name) && *direction == Direction::Request;
            at.hint = self.rust.get(name).cloned().unwrap_or(at.hint);
            self.object(&merged, &at, Some((&rust, name, split)));
            target
        } else {
            let made = self.place(&Value::Object(merged), &at);
            Lowered { nullable: target.nullable || made.nullable, ..made }
        }
    }
}
