//! Sets of texts. A set has one type, wherever in the document it stands.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::{At, Kind, Lowered, Schemas, kind, text_shape, words};
use crate::generate::api::{Enumeration, Shape};
use crate::generate::names::{self, Names};

type Values = BTreeSet<String>;

/// What is known of enums before the first is made.
#[derive(Debug)]
pub(super) struct InlineEnums {
    /// The component of a set.
    components: HashMap<Values, String>,
    /// The sets that properties and parameters of one name have.
    members: HashMap<String, BTreeMap<Values, usize>>,
    /// The types made so far: the set and the name of the member.
    made: HashMap<(Values, Option<String>), Shape>,
}

impl InlineEnums {
    pub(super) fn new(document: &Value) -> Self {
        let mut found = Self { components: HashMap::new(), members: HashMap::new(), made: HashMap::new() };
        let components = document.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in components.into_iter().flatten() {
            if let Some(values) = values(schema) {
                found.components.entry(values).or_insert_with(|| name.clone());
            }
        }
        let mut open = vec![document];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(map) => {
                    let properties = map.get("properties").and_then(Value::as_object);
                    for (name, property) in properties.into_iter().flatten() {
                        found.count(name, property);
                    }
                    if let (Some(Value::String(name)), Some(schema)) = (map.get("name"), map.get("schema")) {
                        found.count(name, schema);
                    }
                    open.extend(map.values());
                }
                Value::Array(items) => open.extend(items),
                _ => {}
            }
        }
        found
    }

    fn count(&mut self, member: &str, schema: &Value) {
        for schema in [Some(schema), schema.get("items")].into_iter().flatten() {
            if let Some(values) = values(schema) {
                *self.members.entry(member.to_owned()).or_default().entry(values).or_default() += 1;
            }
        }
    }

    /// Returns whether a member's name means the same set everywhere, and is in several places.
    fn is_shared(&self, member: &str) -> bool {
        self.members.get(member).is_some_and(|sets| sets.len() == 1 && sets.values().all(|count| *count > 1))
    }
}

fn values(schema: &Value) -> Option<Values> {
    let map = schema.as_object()?;
    let values = map.get("enum").and_then(Value::as_array).filter(|_| kind(map) == Kind::Text)?;
    Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

impl Schemas<'_> {
    pub(super) fn enumeration(
        &mut self,
        map: &Map<String, Value>,
        values: &[Value],
        at: &At,
        component: Option<&str>,
    ) -> Lowered {
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.is_empty() || values.iter().any(|value| !value.is_string() && !value.is_null()) {
            // Numbers stay numbers: the values are said in words.
            let mut lowered = self.plain(map, at);
            let documented = values.iter().filter(|value| !value.is_null());
            let list: Vec<String> = documented.filter_map(|value| words::code(&value.to_string())).collect();
            if !list.is_empty() {
                lowered.description = words::joined(
                    &words::with_limits(words::text(map, "description"), map),
                    &format!("Documented values: {}.", list.join(", ")),
                );
            }
            return lowered;
        }
        if texts.len() > 1_000 {
            return Lowered::of(text_shape(map));
        }
        let set: Values = texts.iter().map(|text| (*text).to_owned()).collect();
        if component.is_none()
            && let Some(name) = self.inline_enums.components.get(&set).cloned()
        {
            return self.reference(&format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1")), at);
        }
        let key = (set, at.member.clone().filter(|_| component.is_none()));
        if component.is_none()
            && let Some(shape) = self.inline_enums.made.get(&key)
        {
            return Lowered::of(shape.clone());
        }
        let shared = at.member.as_deref().filter(|member| self.inline_enums.is_shared(member)).map(names::pascal);
        let name = match (component, shared) {
            (Some(name), _) => name.to_owned(),
            (None, Some(short)) => self.names.take([short.as_str(), at.hint.as_str()]),
            (None, None) => self.names.take([at.hint.as_str(), format!("{}Value", at.hint).as_str()]),
        };
        let shape = json!({"$ref": format!("#/components/schemas/{name}")});
        self.inline_enums.made.insert(key, shape.clone());
        let (variants, catch_all) = variants(&texts);
        let mut description = words::rustdoc(&words::text(map, "description"));
        if let (true, Some(member)) = (description.is_empty(), &at.member) {
            description = format!("Values of `{member}`.");
        }
        self.enums.push(Enumeration { name, description, variants, catch_all });
        Lowered::of(shape)
    }
}

/// Returns the variants of a set of texts, and the one for all other texts.
fn variants(texts: &[&str]) -> (Vec<(String, String)>, String) {
    let mut taken = Names::default();
    // `Self` is a keyword.
    taken.take(["Self"]);
    let mut seen = HashSet::new();
    let mut variants = Vec::new();
    for text in texts.iter().filter(|text| seen.insert(**text)) {
        let plain = names::pascal(text);
        let words = names::pascal(&spelled(text));
        let first = if plain.is_empty() || text.starts_with(['-', '+', '!', '<', '>', '=']) { &words } else { &plain };
        let name = taken.take([first.as_str(), words.as_str(), format!("{first}Value").as_str()]);
        variants.push((name, (*text).to_owned()));
    }
    let catch_all = taken.take(["Unknown", "Unrecognized"]);
    (variants, catch_all)
}

/// Writes the symbols of a string as words.
fn spelled(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let word = match c {
            c if c.is_ascii_alphanumeric() => {
                out.push(c);
                continue;
            }
            '+' => "plus",
            '-' => "minus",
            '<' => "less",
            '>' => "greater",
            '=' => "equal",
            '!' => "not",
            '*' => "star",
            '/' => "slash",
            '\\' => "backslash",
            '"' => "quote",
            '\'' => "apostrophe",
            '%' => "percent",
            '&' => "and",
            '|' => "or",
            '#' => "hash",
            '@' => "at",
            '$' => "dollar",
            '.' => "dot",
            ',' => "comma",
            ':' => "colon",
            ' ' | '_' => "",
            _ => "symbol",
        };
        out.push_str(&format!("_{word}_"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_a_variant_of_its_own() {
        let names = |texts: &[&str]| {
            let (variants, catch_all) = variants(texts);
            let names: Vec<String> = variants.into_iter().map(|(name, _)| name).collect();
            (names.join(" "), catch_all)
        };
        for (texts, expected, catch_all) in [
            (["created_at", "-created_at"].as_slice(), "CreatedAt MinusCreatedAt", "Unknown"),
            (["asc", "ASC"].as_slice(), "Asc AscValue", "Unknown"),
            (["+", "-", "", "\"", "\\"].as_slice(), "Plus Minus Empty Quote Backslash", "Unknown"),
            (["unknown", "1h", "self"].as_slice(), "Unknown N1h SelfValue", "Unrecognized"),
            (["a", "a"].as_slice(), "A", "Unknown"),
            (["日本"].as_slice(), "日本", "Unknown"),
        ] {
            assert_eq!(names(texts), (expected.to_owned(), catch_all.to_owned()));
        }
    }
}
