//! The request body: one parameter, or the fields of a form.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, schema};
use crate::Rule;
use crate::facts::Field;
use crate::infer::location::Location;
use crate::infer::style::Side;
use crate::infer::wire_name;
use crate::report::Notes;

/// Writes the request body; `None` if the operation has none.
pub(crate) fn body(
    placed: &[(&Field, Location)],
    consumes: &[String],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Option<Value> {
    if let Some((field, _)) = placed.iter().find(|(_, location)| *location == Location::Body) {
        return Some(single(field, consumes, context, uses, notes));
    }
    let fields: Vec<&Field> =
        placed.iter().filter(|(_, location)| *location == Location::Form).map(|(field, _)| *field).collect();
    (!fields.is_empty()).then(|| form(&fields, consumes, context, uses, notes))
}

fn single(field: &Field, consumes: &[String], context: &Context<'_>, uses: &mut Uses, notes: &mut Notes<'_>) -> Value {
    let ty = schema::placed_type(&field.cell, field.line, "binary", notes);
    let schema = schema::schema(&ty, Use::Whole, field.line, context, uses, notes);
    let mut body = Map::new();
    if context.options.keeps_prose() && !field.description.is_empty() {
        body.insert("description".to_owned(), json!(field.description));
    }
    let content = if consumes.is_empty() {
        notes.add(Rule::BodyMediaType, field.line, format!("the request body `{}` is application/json", field.name));
        content(&["application/json".to_owned()], &schema)
    } else {
        content(consumes, &schema)
    };
    body.insert("content".to_owned(), content);
    if !field.notes.optional {
        body.insert("required".to_owned(), json!(true));
    }
    Value::Object(body)
}

fn form(
    fields: &[&Field],
    consumes: &[String],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let name = wire_name::styled(field, Side::Parameter, context.wire, notes);
        if properties.contains_key(&name) {
            notes.add(
                Rule::ParameterRepeated,
                field.line,
                format!("a field `{name}` of the form exists already; this row is left out"),
            );
            continue;
        }
        let schema = schema::of_field(field, "binary", context, uses, notes);
        if !field.notes.optional {
            required.push(json!(name));
        }
        properties.insert(name, schema);
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    let any_required = !required.is_empty();
    if any_required {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    let mut body = Map::new();
    body.insert("content".to_owned(), content(consumes, &Value::Object(schema)));
    if any_required {
        body.insert("required".to_owned(), json!(true));
    }
    Value::Object(body)
}

/// Writes one schema under every media type.
pub(crate) fn content(media: &[String], schema: &Value) -> Value {
    let entries = media.iter().map(|name| (name.clone(), json!({"schema": schema})));
    Value::Object(entries.collect())
}
