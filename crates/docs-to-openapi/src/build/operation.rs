//! One operation.

use serde_json::{Map, Value, json};

use super::security::Schemes;
use super::{Context, Uses, body, parameters, responses, schema};
use crate::Rule;
use crate::infer::location::{self, Location, Typed};
use crate::page::api::Operation;
use crate::page::block::Block;
use crate::report::Notes;

/// Writes an operation under a tag.
pub(crate) fn operation(
    printed: &Operation,
    tag: &str,
    context: &Context<'_>,
    schemes: &mut Schemes,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Value {
    let missing = Block { line: printed.line, ..Block::default() };
    let block = printed.block.as_ref().unwrap_or(&missing);
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), json!(printed.name));
    operation.insert("x-python-name".to_owned(), json!(printed.name));
    operation.insert("tags".to_owned(), json!([tag]));
    if context.options.keeps_prose() {
        prose(printed, block, &mut operation);
    }
    for segment in location::unbraced(&printed.path) {
        notes.add(
            Rule::UnbracedSegment,
            printed.line,
            format!("path segment `{segment}` has no braces and is kept as printed"),
        );
    }
    let consumes = block.consumes.as_ref().map_or(&[][..], |media| &media.value);
    let placed = placed(printed, block, consumes, context, notes);
    let parameters = parameters::parameters(&printed.path, printed.line, &placed, context, uses, notes);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = body::body(&placed, consumes, context, uses, notes) {
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses::responses(block, context, uses, notes));
    schemes.require(&mut operation, block, notes);
    Value::Object(operation)
}

fn placed<'a>(
    printed: &Operation,
    block: &'a Block,
    consumes: &[String],
    context: &Context<'_>,
    notes: &mut Notes<'_>,
) -> Vec<(Typed<'a>, Location)> {
    let fields = block.parameters.as_ref().map_or(&[][..], |fields| &fields.value);
    let typed: Vec<Typed<'a>> = fields
        .iter()
        .map(|field| Typed { field, ty: schema::read_type(&field.ty, field.line, context, notes) })
        .collect();
    let locations = location::locations(&printed.path, consumes, &typed, context.spelling, notes);
    typed.into_iter().zip(locations).collect()
}

/// The method table has the summary for certain; a block may begin with the description.
fn prose(printed: &Operation, block: &Block, operation: &mut Map<String, Value>) {
    let paragraphs: Vec<&str> = block.prose.iter().map(String::as_str).collect();
    let description = match paragraphs.as_slice() {
        [first, rest @ ..] if *first == printed.summary => rest.join("\n\n"),
        all => all.join("\n\n"),
    };
    if !printed.summary.is_empty() {
        operation.insert("summary".to_owned(), json!(printed.summary));
    }
    if !description.is_empty() {
        operation.insert("description".to_owned(), json!(description));
    }
}
