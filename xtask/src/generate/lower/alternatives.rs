//! `oneOf` and `anyOf`: a union where a value tells which alternative it is, JSON where it does not.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::components::component;
use super::objects::has_fields;
use super::{At, Kind, Lowered, Schemas, is_nullable, kind, words};
use crate::generate::api::Union;
use crate::generate::input::follow;
use crate::generate::names::{self, Names};

/// One alternative: the schema unchanged, and in full.
struct Alternative {
    schema: Value,
    full: Map<String, Value>,
    component: Option<String>,
}

impl Alternative {
    fn kind(&self) -> Kind {
        kind(&self.full)
    }

    fn required(&self) -> HashSet<&str> {
        let required = self.full.get("required").and_then(Value::as_array);
        let properties = self.properties();
        required.into_iter().flatten().filter_map(Value::as_str).filter(|name| properties.contains(name)).collect()
    }

    fn properties(&self) -> HashSet<&str> {
        let properties = self.full.get("properties").and_then(Value::as_object);
        properties.into_iter().flat_map(Map::keys).map(String::as_str).collect()
    }
}

impl Schemas<'_> {
    pub(super) fn alternatives(
        &mut self,
        map: &Map<String, Value>,
        key: &str,
        at: &At,
        component: Option<&str>,
    ) -> Lowered {
        let mut alternatives = match self.read_alternatives(map, key) {
            Ok(alternatives) => alternatives,
            Err(reason) => return self.note(at, &reason),
        };
        let nullable = alternatives.iter().any(|one| is_nullable(&one.full));
        alternatives.retain(|one| !is_null(&one.full));
        let lowered = self.union(map, key, alternatives, at, component);
        Lowered { nullable: nullable || lowered.nullable, ..lowered }
    }

    fn union(
        &mut self,
        map: &Map<String, Value>,
        key: &str,
        mut alternatives: Vec<Alternative>,
        at: &At,
        component: Option<&str>,
    ) -> Lowered {
        if has_fields(map) {
            // Alternatives that only say which properties are required: the object itself, with all of them optional.
            if alternatives.iter().all(|one| !has_fields(&one.full)) {
                return self.object(map, at, component.map(|name| (name, name, false)));
            }
            return self.note(at, "it has both properties and alternatives");
        }
        collapse(&mut alternatives);
        // One that a discriminator names need not stay the only one.
        if let ([single], None) = (alternatives.as_slice(), discriminator(map)) {
            return self.place(&single.schema.clone(), at);
        }
        if let Some(property) = discriminator(map)
            && alternatives.iter().any(|one| has_fields(&one.full) && !one.properties().contains(property))
        {
            return self.note(at, &format!("its discriminator `{property}` is no property of each alternative"));
        }
        let tag = tag(map, &alternatives, self.document);
        if tag.is_none()
            && let Err(reason) = order(&mut alternatives, key == "anyOf")
        {
            return self.note(at, &reason);
        }
        let name = match component {
            Some(name) => name.to_owned(),
            None => self.names.take([at.hint.as_str(), format!("{}Choice", at.hint).as_str()]),
        };
        let mut taken = Names::default();
        taken.take(["Self"]);
        if tag.is_some() {
            taken.take(["Other"]);
        }
        let mut variants = Vec::new();
        for (number, alternative) in alternatives.iter().enumerate() {
            let word = self.variant_name(alternative, number);
            let lowered = self.place(&alternative.schema, &At { hint: format!("{}{word}", at.hint), ..at.clone() });
            let full = format!("{word}Form");
            variants.push((taken.take([word.as_str(), full.as_str()]), lowered.shape));
        }
        let shape = json!({"$ref": format!("#/components/schemas/{name}")});
        let description = words::rustdoc(&words::text(map, "description"));
        self.unions.push(Union { name, description, variants, tag });
        Lowered::of(shape)
    }

    fn read_alternatives(&self, map: &Map<String, Value>, key: &str) -> Result<Vec<Alternative>, String> {
        let mut alternatives: Vec<Alternative> = Vec::new();
        for schema in map.get(key).and_then(Value::as_array).into_iter().flatten() {
            let followed = follow(self.document, schema).map_err(|error| format!("{error:#}"))?;
            let full = followed.as_object().map(|map| self.merged(map)).transpose()?.unwrap_or_default();
            if alternatives.iter().any(|earlier| earlier.schema == *schema) {
                continue;
            }
            let component = schema.get("$ref").and_then(Value::as_str).and_then(component);
            alternatives.push(Alternative { schema: schema.clone(), full, component });
        }
        Ok(alternatives)
    }

    fn variant_name(&self, alternative: &Alternative, number: usize) -> String {
        if let Some(component) = &alternative.component {
            return self.rust.get(component).cloned().unwrap_or_else(|| names::pascal(component));
        }
        match (alternative.kind(), alternative.full.get("title").and_then(Value::as_str)) {
            (_, Some(title)) if !names::pascal(title).is_empty() => names::pascal(title),
            (Kind::Text, _) => "Text".to_owned(),
            (Kind::Boolean, _) => "Flag".to_owned(),
            (Kind::Integer | Kind::Number, _) => "Number".to_owned(),
            (Kind::Array, _) => "List".to_owned(),
            (Kind::Object, _) if !has_fields(&alternative.full) => "Map".to_owned(),
            _ => format!("Form{}", number + 1),
        }
    }
}

/// Returns whether a schema has no value but null.
fn is_null(map: &Map<String, Value>) -> bool {
    map.get("type").and_then(Value::as_str) == Some("null")
        || map
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_null))
}

/// Joins alternatives that are one type in Rust: strings become a string, or one enum if each is one; numbers a number.
fn collapse(alternatives: &mut Vec<Alternative>) {
    for (kinds, plain) in [
        ([Kind::Text, Kind::Text], json!({"type": "string"})),
        ([Kind::Integer, Kind::Number], json!({"type": "number"})),
    ] {
        let fits = |one: &Alternative| kinds.contains(&one.kind()) && !one.full.contains_key("oneOf");
        let joined: Vec<Alternative> = alternatives.extract_if(.., |one| fits(one)).collect();
        alternatives.extend(match joined.as_slice() {
            [] | [_] => joined,
            several => {
                let values = several.iter().map(|one| one.full.get("enum")?.as_array().cloned());
                let values: Option<Vec<Vec<Value>>> = values.collect();
                let mut full = plain.as_object().cloned().unwrap_or_default();
                full.extend(values.map(|all| ("enum".to_owned(), Value::from(all.concat()))));
                vec![Alternative { schema: Value::Object(full.clone()), full, component: None }]
            }
        });
    }
}

fn discriminator(map: &Map<String, Value>) -> Option<&str> {
    map.get("discriminator")?.get("propertyName")?.as_str()
}

/// Returns the property whose value tells the alternatives apart, with the values of each.
fn tag(map: &Map<String, Value>, alternatives: &[Alternative], document: &Value) -> Option<(String, Vec<Vec<String>>)> {
    if !alternatives.iter().all(|one| has_fields(&one.full)) {
        return None;
    }
    let named = discriminator(map);
    let properties: Vec<HashSet<&str>> = alternatives.iter().map(Alternative::properties).collect();
    let common = properties.first()?.iter().copied().filter(|name| properties.iter().all(|all| all.contains(name)));
    let mut candidates: Vec<&str> = common.collect();
    candidates.sort_unstable();
    let mapping = map.get("discriminator").and_then(|discriminator| discriminator.get("mapping")?.as_object());
    for property in named.into_iter().chain(candidates) {
        let values: Vec<Vec<String>> = alternatives
            .iter()
            .map(|one| {
                let mapped = mapping.into_iter().flatten().filter(|(_, target)| {
                    // The target is a reference, or the bare name.
                    let target = target.as_str().map(|target| component(target).unwrap_or_else(|| target.to_owned()));
                    target.is_some() && target == one.component
                });
                let mut values: Vec<String> = mapped.map(|(value, _)| value.clone()).collect();
                if values.is_empty() {
                    values = constants(one, property, document);
                }
                if values.is_empty() && named == Some(property) {
                    values.extend(one.component.clone());
                }
                values
            })
            .collect();
        let all: Vec<&String> = values.iter().flatten().collect();
        let distinct: HashSet<&&String> = all.iter().collect();
        if values.iter().all(|values| !values.is_empty()) && distinct.len() == all.len() {
            return Some((property.to_owned(), values));
        }
    }
    None
}

/// Returns the values that an alternative allows for a property, if it lists them.
fn constants(one: &Alternative, property: &str, document: &Value) -> Vec<String> {
    let schema = one.full.get("properties").and_then(|properties| properties.get(property));
    let schema = schema.and_then(|schema| follow(document, schema).ok());
    let values = schema.and_then(|schema| schema.get("enum")).and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Puts the alternatives in the order in which they are tried: most required properties first.
///
/// # Errors
///
/// Says which cannot be told apart. `overlap` says that a value may be several of them at once.
fn order(alternatives: &mut [Alternative], overlap: bool) -> Result<(), String> {
    let mut kinds: Vec<Kind> = alternatives.iter().map(Alternative::kind).collect();
    if kinds.contains(&Kind::Any) {
        return Err("one of its alternatives can be anything".to_owned());
    }
    kinds.retain(|kind| *kind != Kind::Object);
    if (1..kinds.len()).any(|at| kinds[..at].contains(&kinds[at])) {
        return Err("two of its alternatives are of one JSON type".to_owned());
    }
    alternatives.sort_by_key(|one| (one.kind() == Kind::Object, std::cmp::Reverse(one.required().len())));
    let objects: Vec<&Alternative> = alternatives.iter().filter(|one| one.kind() == Kind::Object).collect();
    let differs = |one: &Alternative, other: &Alternative| {
        let properties = other.properties();
        has_fields(&other.full) && one.required().iter().any(|name| !properties.contains(name))
    };
    for (at, earlier) in objects.iter().enumerate() {
        for later in &objects[at + 1..] {
            // What has all properties of another keeps all of a value that is both.
            let keeps = differs(later, earlier) || later.properties().is_subset(&earlier.properties());
            if !differs(earlier, later) || (overlap && !keeps) {
                return Err("no required property tells its alternatives apart".to_owned());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alternative(schema: Value) -> Alternative {
        Alternative { full: schema.as_object().cloned().unwrap(), schema, component: None }
    }

    #[test]
    fn most_required_properties_come_first() {
        let person = json!({"type": "object", "required": ["name"], "properties": {"name": {}}});
        let company =
            json!({"type": "object", "required": ["name", "register"], "properties": {"name": {}, "register": {}}});
        let mut both = [alternative(person.clone()), alternative(company.clone())];
        order(&mut both, false).unwrap();
        assert_eq!(both[0].schema, company);
        // A value of `anyOf` may be both: as a company it keeps all, as one that does not know the age it would lose it.
        order(&mut [alternative(person.clone()), alternative(company.clone())], true).unwrap();
        let aged = json!({"type": "object", "required": ["name"], "properties": {"name": {}, "age": {}}});
        assert!(order(&mut [alternative(aged), alternative(company)], true).is_err());
        let nickname = json!({"type": "object", "properties": {"name": {}, "nick": {}}});
        let reason = order(&mut [alternative(person), alternative(nickname)], false).unwrap_err();
        assert!(reason.contains("no required property"), "{reason}");
    }

    #[test]
    fn texts_and_numbers_are_one_type_each() {
        let mut all: Vec<Alternative> = ["string", "integer", "string", "number", "boolean"]
            .iter()
            .map(|kind| alternative(json!({"type": kind})))
            .collect();
        collapse(&mut all);
        let kinds: Vec<Kind> = all.iter().map(Alternative::kind).collect();
        assert_eq!(kinds, [Kind::Boolean, Kind::Text, Kind::Number]);
        let mut sets: Vec<Alternative> =
            [json!(["a", "b"]), json!([""])].map(|values| alternative(json!({"enum": values}))).into();
        collapse(&mut sets);
        assert_eq!(sets[0].schema, json!({"type": "string", "enum": ["a", "b", ""]}));
    }

    #[test]
    fn constants_and_discriminators_tell_alternatives_apart() {
        let of = |kind: &str| {
            alternative(
                json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": [kind]}, "x": {}}}),
            )
        };
        let (property, values) = tag(&Map::new(), &[of("cat"), of("dog")], &Value::Null).unwrap();
        assert_eq!((property.as_str(), values), ("kind", vec![vec!["cat".to_owned()], vec!["dog".to_owned()]]));
        assert!(tag(&Map::new(), &[of("cat"), of("cat")], &Value::Null).is_none());
    }
}
