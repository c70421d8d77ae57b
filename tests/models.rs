//! The generated models against the specifications: names, leniency, secrecy.

use integration_tests::clients::models;
use integration_tests::models::Model;
use integration_tests::recording::PROVIDERS;
use integration_tests::sample::{Sampler, Shape, Spec};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Runs `check` for every model of every provider and fails with all problems at once.
fn for_all_models(check: impl Fn(&Spec, &Value, &Model) -> Result<(), String>) {
    let mut problems = Vec::new();
    for (provider, _) in PROVIDERS {
        let spec = Spec::read(provider);
        let mut seen = BTreeSet::new();
        for model in models(provider) {
            seen.insert(model.schema_name);
            let Some(schema) = spec.schema(model.schema_name) else {
                problems.push(format!("{provider} {}: not in the specification", model.schema_name));
                continue;
            };
            if let Err(problem) = check(spec, schema, model) {
                let form = if model.request { " (request)" } else { "" };
                problems.push(format!("{provider} {}{form}: {problem}", model.schema_name));
            }
        }
        match spec.document()["components"]["schemas"].as_object() {
            None => problems.push(format!("{provider}: the specification has no schemas")),
            Some(all) => problems.extend(
                all.keys()
                    .filter(|name| !seen.contains(name.as_str()))
                    .map(|name| format!("{provider} {name}: has no type")),
            ),
        }
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
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

#[test]
fn full_values_survive_a_round_trip() {
    for_all_models(|spec, schema, model| survives(model, &sample(spec, schema, model, Shape::Full)));
}

#[test]
fn absent_optional_properties_decode() {
    for_all_models(|spec, schema, model| survives(model, &sample(spec, schema, model, Shape::Required)));
}

#[test]
fn null_optional_properties_decode() {
    for_all_models(|spec, schema, model| survives(model, &sample(spec, schema, model, Shape::Null)));
}

#[test]
fn undocumented_enum_values_are_kept() {
    for_all_models(|spec, schema, model| survives(model, &sample(spec, schema, model, Shape::UnknownEnums)));
}

#[test]
fn unknown_properties_are_ignored() {
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
    for_all_models(|spec, schema, model| {
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

#[test]
fn debug_output_shows_no_values() {
    for_all_models(|spec, schema, model| {
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

#[test]
fn json_schemas_have_the_documented_properties_and_require_no_more() {
    for_all_models(|spec, schema, model| {
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
