//! The request body: one parameter, or the fields of a form.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, schema};
use crate::Rule;
use crate::infer::location::{Location, Typed};
use crate::infer::wire_name;
use crate::report::Notes;

/// Writes the request body; `None` if the operation has none.
pub(crate) fn body(
    placed: &[(Typed<'_>, Location)],
    consumes: &[String],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Option<Value> {
    if let Some((typed, _)) = placed.iter().find(|(_, location)| *location == Location::Body) {
        return Some(single(typed, consumes, context, uses, notes));
    }
    let fields: Vec<&Typed<'_>> =
        placed.iter().filter(|(_, location)| *location == Location::Form).map(|(typed, _)| typed).collect();
    (!fields.is_empty()).then(|| form(&fields, consumes, context, uses, notes))
}

fn single(
    typed: &Typed<'_>,
    consumes: &[String],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let field = typed.field;
    let schema = schema::schema(&typed.ty, Use::Whole, field.line, context, uses, notes);
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
    fields: &[&Typed<'_>],
    consumes: &[String],
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for typed in fields {
        let name = wire_name::styled(typed.field, context.wire, context.spelling, notes);
        let schema = schema::of_field(typed.field, context, uses, notes);
        if !typed.field.notes.optional {
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
