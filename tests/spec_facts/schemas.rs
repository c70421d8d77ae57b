//! Named schemas and their properties.

use serde_json::{Map, Value};

use crate::facts::Facts;
use crate::{Differences, correction, schema};

pub(crate) fn compare(facts: &Facts, document: &Value, found: &mut Differences) {
    let components = document.get("components").unwrap_or(&Value::Null);
    let none = Map::new();
    let schemas = components.get("schemas").and_then(Value::as_object);
    let schemas = schemas.unwrap_or(&none);
    for (name, fact) in &facts.schemas {
        match schemas.get(name) {
            None if correction::names(components, name) => {}
            None => found.add(name, "no such schema"),
            Some(schema) => {
                let nulls = facts.strings_may_be_null;
                if !correction::on(schema) {
                    for what in schema::differences(fact, schema, nulls) {
                        found.add(name, what);
                    }
                }
                properties(name, fact, schema, nulls, found);
            }
        }
    }
    for (name, schema) in schemas {
        if !facts.schemas.contains_key(name) && !correction::on(schema) {
            found.add(name, "the facts know no such schema");
        }
    }
}

fn properties(name: &str, fact: &Value, schema: &Value, nulls: bool, found: &mut Differences) {
    let none = Map::new();
    let of = |schema| Value::as_object(schema).unwrap_or(&none);
    let (expected, actual) = (of(&fact["properties"]), of(&schema["properties"]));
    for (property, property_fact) in expected {
        let subject = format!("{name}.{property}");
        let Some(documented) = actual.get(property) else {
            if !correction::names(schema, property) {
                found.add(&subject, "no such property");
            }
            continue;
        };
        if correction::within(documented) {
            continue;
        }
        let (should, does) = (requires(fact, property), requires(schema, property));
        if should != does && !correction::names(schema, property) {
            found.add(&subject, if does { "is required" } else { "is not required" });
        }
        for what in schema::differences(property_fact, documented, nulls) {
            found.add(&subject, what);
        }
        // Of an object within the object.
        if property_fact.get("properties").is_some() {
            properties(&subject, property_fact, documented, nulls, found);
        }
    }
    for (property, documented) in actual {
        if !expected.contains_key(property) && !correction::within(documented) {
            found.add(&format!("{name}.{property}"), "the facts know no such property");
        }
    }
}

fn requires(schema: &Value, property: &str) -> bool {
    let required = schema.get("required").and_then(Value::as_array);
    required.is_some_and(|names| names.iter().any(|name| name == property))
}
