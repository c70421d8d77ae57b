//! Parameters of an operation, each in the location that the rules concluded.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, schema};
use crate::Rule;
use crate::facts::Field;
use crate::infer::location::Location;
use crate::infer::style::Side;
use crate::infer::template::{Placeholder, placeholders};
use crate::infer::wire_name;
use crate::report::Notes;

/// Writes the parameters that are neither body nor form field.
pub(crate) fn parameters(
    path: &str,
    line: usize,
    placed: &[(&Field, Location)],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Vec<Value> {
    let mut written: HashSet<(String, &'static str)> = HashSet::new();
    let mut parameters = Vec::new();
    let patterns: HashMap<&str, Placeholder<'_>> = placeholders(path).map(|found| (found.name, found)).collect();
    let names: HashSet<&str> = placed.iter().map(|(field, _)| field.name.as_str()).collect();
    for (field, location) in placed {
        let Some((mut name, place)) = wire(field, location, context, notes) else {
            continue;
        };
        // Python's arguments have one name each, while the path and the query may both have a `path`.
        let first = field.name.strip_suffix('2').filter(|first| field.wire.is_none() && names.contains(first));
        if let Some(first) = first.filter(|first| placeholders(path).any(|found| found.name == *first)) {
            let fact = format!("`{}` is a second `{first}`, in the {place}", field.name);
            notes.add(Rule::WireNameNumbered, field.line, fact);
            first.clone_into(&mut name);
        }
        if !written.insert((name.clone(), place)) {
            notes.add(
                Rule::ParameterRepeated,
                field.line,
                format!("a parameter `{name}` in the {place} exists already; this row is left out"),
            );
            continue;
        }
        let pattern = patterns.get(name.as_str()).and_then(|found| found.pattern).filter(|_| place == "path");
        parameters.push(parameter(field, &name, place, pattern, context, uses, notes));
    }
    for placeholder in placeholders(path) {
        let name = placeholder.name;
        if written.insert((name.to_owned(), "path")) {
            notes.add(
                Rule::ParameterMissing,
                line,
                format!("the path has `{{{name}}}`, but no parameter is printed for it; it is written as a string"),
            );
            parameters.push(json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
        }
    }
    parameters
}

fn wire(
    field: &Field,
    location: &Location,
    context: &Context<'_>,
    notes: &mut Notes<'_>,
) -> Option<(String, &'static str)> {
    match location {
        Location::Path(placeholder) => Some((placeholder.clone(), "path")),
        Location::Query => {
            let name = wire_name::styled(field, Side::Parameter, context.wire, notes);
            Some((name, "query"))
        }
        Location::Header => {
            let key = context.sdk.keys.get(&field.name).map(|(name, _)| name.to_owned());
            Some((key.unwrap_or_else(|| wire_name::header(field, notes)), "header"))
        }
        Location::Cookie => Some((wire_name::styled(field, Side::Parameter, context.wire, notes), "cookie")),
        Location::Form | Location::Body => None,
    }
}

fn parameter(
    field: &Field,
    name: &str,
    place: &str,
    pattern: Option<&str>,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), json!(name));
    parameter.insert("in".to_owned(), json!(place));
    if context.options.keeps_prose() && !field.description.is_empty() {
        parameter.insert("description".to_owned(), json!(field.description));
    }
    if place == "path" && field.notes.optional {
        notes.add(
            Rule::PageDisagreement,
            field.line,
            format!("parameter `{}` is in the path, yet printed as optional; it is required", field.name),
        );
    }
    if place == "path" || !field.notes.optional {
        parameter.insert("required".to_owned(), json!(true));
    }
    let mut extra = Map::new();
    let ty = schema::placed_type(&field.cell, field.line, "binary", notes);
    if let Some(pattern) = pattern {
        extra.insert("pattern".to_owned(), json!(pattern));
    }
    schema::insert_limits(field, &mut extra, notes);
    if let Some(default) = schema::default(field, &ty, context, notes) {
        extra.insert("default".to_owned(), default);
    }
    let schema = schema::schema(&ty, Use::Value, field.line, context, uses, notes);
    parameter.insert("schema".to_owned(), schema::dressed(schema, extra));
    Value::Object(parameter)
}
