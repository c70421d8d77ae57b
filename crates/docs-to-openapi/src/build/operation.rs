//! One operation.

use serde_json::{Map, Value, json};

use super::security::Schemes;
use super::{Context, Uses, body, parameters, responses};
use crate::Rule;
use crate::dialect::Dialect;
use crate::facts::{Block, Field, Operation};
use crate::infer::body::Request;
use crate::infer::location::{self, Location};
use crate::infer::template;
use crate::report::Notes;

/// Writes an operation under a tag.
pub(crate) fn operation(
    printed: &Operation,
    tag: &str,
    dialect: Dialect,
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
    for segment in template::unbraced(&printed.path) {
        notes.add(
            Rule::UnbracedSegment,
            printed.line,
            format!("path segment `{segment}` has no braces and is kept as printed"),
        );
    }
    let consumes = block.consumes.as_ref().map_or(&[][..], |media| &media.value);
    let request = Request { method: &printed.method, consumes, is_exact: block.statuses.is_some(), dialect };
    let placed = placed(printed, block, request, context, notes);
    let parameters = parameters::parameters(&printed.path, printed.line, &placed, context, uses, notes);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(parameters));
    }
    if let Some(body) = body::body(&placed, consumes, context, uses, notes) {
        operation.insert("requestBody".to_owned(), body);
    }
    let responses = responses::responses(block, context, uses, notes);
    // Media types have their place next to a body. Without one, what is sent as `Accept` would be lost.
    if let Some(produces) = block.produces.as_ref().filter(|produces| !produces.value.is_empty())
        && !has_body(&responses)
    {
        operation.insert("x-accept".to_owned(), json!(produces.value));
    }
    operation.insert("responses".to_owned(), responses);
    schemes.require(&mut operation, block, notes);
    Value::Object(operation)
}

fn has_body(responses: &Value) -> bool {
    responses.as_object().is_some_and(|all| all.values().any(|response| response.get("content").is_some()))
}

fn placed<'a>(
    printed: &Operation,
    block: &'a Block,
    request: Request<'_>,
    context: &Context<'_>,
    notes: &mut Notes<'_>,
) -> Vec<(&'a Field, Location)> {
    let fields = block.parameters.as_ref().map_or(&[][..], |fields| &fields.value);
    let locations = location::locations(&printed.path, request, fields, context.sdk, notes);
    fields.iter().zip(locations).collect()
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
