//! The generated models against the specifications: names, leniency, secrecy.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::client::{self, Subject, report};
use super::models::Model;
use super::sample::{Sampler, Shape, Spec};

/// Runs `check` for every model and fails with all problems at once.
fn for_all_models<S: Subject>(check: impl Fn(&Spec, &Value, &Model) -> Result<(), String>) {
    let spec = client::spec::<S>();
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for model in S::models() {
        seen.insert(model.schema_name);
        let Some(schema) = spec.schema(model.schema_name) else {
            problems.push(format!("{}: not in the specification", model.schema_name));
            continue;
        };
        if let Err(problem) = check(spec, schema, model) {
            let form = if model.request { " (request)" } else { "" };
            problems.push(format!("{}{form}: {problem}", model.schema_name));
        }
    }
    // Lists and maps are types of the standard library, and what no operation leads to needs no type.
    let is_model = |name: &&str| spec.schema(name).is_some_and(|schema| !spec.properties(schema).is_empty());
    let all = spec.reached().into_iter().filter(is_model);
    problems.extend(all.filter(|name| !seen.contains(name)).map(|name| format!("{name}: has no type")));
    report(&problems);
}

fn sample(spec: &Spec, schema: &Value, model: &Model, shape: Shape) -> Value {
    Sampler::new(spec, shape, model.request).value(schema)
}

/// Removes nulls from objects: a model may leave out what is null.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_nulls(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

fn survives(model: &Model, value: &Value) -> Result<(), String> {
    let decoded = (model.decode)(value).map_err(|error| format!("{value} does not decode: {error}"))?;
    if without_nulls(&decoded.encoded) == without_nulls(value) {
        Ok(())
    } else {
        Err(format!("{value} came back as {}", decoded.encoded))
    }
}

/// Full values, and those in which optional properties are absent or null, or enums have a value that nobody documented.
pub async fn every_model_survives<S: Subject>() {
    for shape in [Shape::Full, Shape::Required, Shape::Null, Shape::UnknownEnums] {
        for_all_models::<S>(|spec, schema, model| {
            survives(model, &sample(spec, schema, model, shape)).map_err(|error| format!("{shape:?}: {error}"))
        });
    }
}

pub async fn unknown_properties_are_ignored<S: Subject>() {
    fn extend(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.values_mut().for_each(extend);
                map.insert("added-by-a-newer-server".to_owned(), json!({"a": [1]}));
            }
            Value::Array(items) => items.iter_mut().for_each(extend),
            _ => {}
        }
    }
    for_all_models::<S>(|spec, schema, model| {
        // Maps keep any key with values of one type: only objects with properties are extended.
        if spec.properties(schema).is_empty() {
            return Ok(());
        }
        let mut value = sample(spec, schema, model, Shape::Required);
        if let Some(map) = value.as_object_mut() {
            map.insert("added-by-a-newer-server".to_owned(), json!({"a": [1]}));
        }
        (model.decode)(&value).map(|_| ()).map_err(|error| format!("{value}: {error}"))?;
        let mut deep = sample(spec, schema, model, Shape::Full);
        if !deep.to_string().contains("\"key\"") {
            extend(&mut deep);
            (model.decode)(&deep).map(|_| ()).map_err(|error| format!("{deep}: {error}"))?;
        }
        Ok(())
    });
}

pub async fn debug_output_shows_no_values<S: Subject>() {
    for_all_models::<S>(|spec, schema, model| {
        let value = sample(spec, schema, model, Shape::Full);
        let decoded = (model.decode)(&value)?;
        for printed in [&decoded.debug, &decoded.pretty] {
            if printed.contains("planted") || printed.contains("8bbf301c") || printed.contains("2024") {
                return Err(format!("prints {printed}"));
            }
        }
        Ok(())
    });
}

pub async fn json_schemas_have_the_documented_properties_and_require_no_more<S: Subject>() {
    for_all_models::<S>(|spec, schema, model| {
        let derived = (model.json_schema)();
        let derived = derived.as_value();
        let names: BTreeSet<&str> = derived
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        let kept = |property: &Value| !(model.request && spec.read_only(property));
        let documented: BTreeSet<&str> =
            spec.properties(schema).into_iter().filter(|(_, property)| kept(property)).map(|(name, _)| name).collect();
        if names != documented {
            return Err(format!("properties {names:?}, documented {documented:?}"));
        }
        let required: BTreeSet<&str> =
            derived.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let allowed: BTreeSet<&str> = spec.required(schema).into_iter().collect();
        if !required.is_subset(&allowed) {
            return Err(format!("requires {required:?}, documented {allowed:?}"));
        }
        Ok(())
    });
}
