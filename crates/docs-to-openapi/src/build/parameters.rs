//! Parameters of an operation, each in the location that the rules concluded.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, schema};
use crate::Rule;
use crate::infer::location::{Location, Typed, placeholders};
use crate::infer::wire_name;
use crate::report::Notes;

/// Writes the parameters that are neither body nor form field.
pub(crate) fn parameters(
    path: &str,
    line: usize,
    placed: &[(Typed<'_>, Location)],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Vec<Value> {
    let mut written: Vec<(String, &'static str)> = Vec::new();
    let mut parameters = Vec::new();
    for (typed, location) in placed {
        let Some((name, place)) = wire(typed, location, context, notes) else {
            continue;
        };
        if written.iter().any(|(seen, at)| *seen == name && *at == place) {
            notes.add(
                Rule::ParameterRepeated,
                typed.field.line,
                format!("a parameter `{name}` in the {place} exists already; this row is left out"),
            );
            continue;
        }
        parameters.push(parameter(typed, &name, place, context, uses, notes));
        written.push((name, place));
    }
    for placeholder in placeholders(path) {
        let known = written.iter().any(|(name, place)| name == placeholder && *place == "path");
        if !known {
            notes.add(
                Rule::ParameterMissing,
                line,
                format!(
                    "the path has `{{{placeholder}}}`, but no parameter is printed for it; it is written as a string"
                ),
            );
            parameters.push(json!({
                "name": placeholder, "in": "path", "required": true, "schema": {"type": "string"}
            }));
            written.push((placeholder.to_owned(), "path"));
        }
    }
    parameters
}

fn wire(
    typed: &Typed<'_>,
    location: &Location,
    context: &Context<'_>,
    notes: &mut Notes<'_>,
) -> Option<(String, &'static str)> {
    match location {
        Location::Path(placeholder) => Some((placeholder.clone(), "path")),
        Location::Query => {
            let name = wire_name::styled(typed.field, context.wire, context.spelling, notes);
            Some((name, "query"))
        }
        Location::Header => Some((wire_name::header(typed.field, context.spelling, notes), "header")),
        Location::Form | Location::Body => None,
    }
}

fn parameter(
    typed: &Typed<'_>,
    name: &str,
    place: &str,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let field = typed.field;
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
    if let Some(default) = schema::default(field, &typed.ty, notes) {
        extra.insert("default".to_owned(), default);
    }
    let schema = schema::schema(&typed.ty, Use::Value, field.line, context, uses, notes);
    parameter.insert("schema".to_owned(), schema::dressed(schema, extra));
    Value::Object(parameter)
}
