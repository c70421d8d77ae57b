//! Responses: every printed status, and the return type on the one that carries it.

use serde_json::{Map, Value, json};

use super::{Context, Use, Uses, body, schema};
use crate::Rule;
use crate::facts::{Block, Returns, Status};
use crate::report::Notes;

/// Writes the responses of an operation.
pub(crate) fn responses(block: &Block, context: &Context<'_>, uses: &mut Uses, notes: &mut Notes<'_>) -> Value {
    let mut responses = Map::new();
    let statuses = block.statuses.as_ref();
    for status in statuses.map_or(&[][..], |statuses| &statuses.value) {
        if responses.contains_key(&status.code) {
            notes.add(
                Rule::PageDisagreement,
                status.line,
                format!("status {} is printed twice; the first row is taken", status.code),
            );
            continue;
        }
        let mut response = response(status, context, notes);
        if !status.contents.is_empty() {
            response.insert("content".to_owned(), contents(status, context, uses, notes));
        }
        responses.insert(status.code.clone(), Value::Object(response));
    }
    if statuses.is_none() {
        notes.add(Rule::ResponseSuccessRange, block.line, "no status table: any success status answers the call");
        responses.insert("2XX".to_owned(), json!({"description": reason("2XX")}));
    } else if responses.is_empty() {
        notes.add(
            Rule::ResponseSuccessRange,
            block.line,
            "the status table has no readable row: any success status answers the call",
        );
        responses.insert("2XX".to_owned(), json!({"description": reason("2XX")}));
    }
    if !block.complete {
        let carrier = returned(block, &mut responses, context, uses, notes);
        open_bodies(block, &responses, carrier.as_deref(), notes);
    }
    Value::Object(responses)
}

/// Writes the bodies of a status whose page prints them.
fn contents(status: &Status, context: &Context<'_>, uses: &mut Uses, notes: &mut Notes<'_>) -> Value {
    let entries = status.contents.iter().map(|content| {
        let schema = schema::schema(&content.ty, Use::Whole, content.line, context, uses, notes);
        (content.media.clone(), json!({"schema": schema}))
    });
    Value::Object(entries.collect())
}

/// Puts the return type on its response and returns that response's status.
fn returned(
    block: &Block,
    responses: &mut Map<String, Value>,
    context: &Context<'_>,
    uses: &mut Uses,
    notes: &mut Notes<'_>,
) -> Option<String> {
    let printed = block.returns.as_ref()?;
    let Returns::Value(cell) = &printed.value else {
        return None;
    };
    let line = printed.line;
    let produces = block.produces.as_ref().map_or(&[][..], |media| &media.value);
    let ty = schema::placed_type(cell, line, "binary", notes);
    let schema = schema::schema(&ty, Use::Whole, line, context, uses, notes);
    let (code, rule) = carrier(responses);
    if !responses.contains_key(&code) {
        responses.insert(code.clone(), json!({"description": reason(&code)}));
    }
    notes.add(rule, line, format!("status {code} carries `{}`", cell.text));
    let content = if produces.is_empty() {
        notes.add(Rule::ResponseMediaType, line, format!("the body of status {code} is application/json"));
        body::content(&["application/json".to_owned()], &schema)
    } else {
        body::content(produces, &schema)
    };
    if let Some(Value::Object(response)) = responses.get_mut(&code) {
        response.insert("content".to_owned(), content);
    }
    Some(code)
}

/// Lists the statuses whose bodies, if any, no page prints: without a return type the successes
/// have none, while errors may.
fn open_bodies(block: &Block, responses: &Map<String, Value>, carrier: Option<&str>, notes: &mut Notes<'_>) {
    let open: Vec<&str> = responses
        .keys()
        .map(String::as_str)
        .filter(|code| Some(*code) != carrier)
        .filter(|code| carrier.is_some() || !code.starts_with('2'))
        .collect();
    if !open.is_empty() {
        let line = block.statuses.as_ref().map_or(block.line, |statuses| statuses.line);
        notes.add(Rule::OtherBodiesUnknown, line, format!("the bodies of {} are not printed", open.join(", ")));
    }
}

/// The status that carries the return type: generators take the lowest success, else the default.
fn carrier(responses: &Map<String, Value>) -> (String, Rule) {
    match responses.keys().filter(|code| code.starts_with('2')).min() {
        Some(code) => (code.clone(), Rule::ResponseLowestSuccess),
        None if responses.contains_key("default") => ("default".to_owned(), Rule::ResponseDefaultBody),
        None => ("2XX".to_owned(), Rule::ResponseSuccessRange),
    }
}

fn response(status: &Status, context: &Context<'_>, notes: &mut Notes<'_>) -> Map<String, Value> {
    let keeps = context.options.keeps_prose();
    let description =
        if keeps && !status.description.is_empty() { status.description.clone() } else { reason(&status.code) };
    let mut response = Map::new();
    response.insert("description".to_owned(), json!(description));
    let mut headers = Map::new();
    for (name, words) in &status.headers {
        notes.add(
            Rule::ResponseHeaderString,
            status.line,
            format!("response header `{name}` of status {} is a string", status.code),
        );
        let mut header = Map::new();
        if keeps && !words.is_empty() {
            header.insert("description".to_owned(), json!(words));
        }
        header.insert("schema".to_owned(), json!({"type": "string"}));
        headers.insert(name.clone(), Value::Object(header));
    }
    if !headers.is_empty() {
        response.insert("headers".to_owned(), Value::Object(headers));
    }
    response
}

/// The standard words for a status.
fn reason(code: &str) -> String {
    let words = match code {
        "default" => "Unexpected error",
        "1XX" => "Informational",
        "2XX" => "Success",
        "3XX" => "Redirection",
        "4XX" => "Client error",
        "5XX" => "Server error",
        _ => code
            .parse::<u16>()
            .ok()
            .and_then(|code| http::StatusCode::from_u16(code).ok())
            .and_then(|code| code.canonical_reason())
            .unwrap_or("Unassigned status"),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_statuses() {
        let table = [
            ("200", "OK"),
            ("404", "Not Found"),
            ("1XX", "Informational"),
            ("2XX", "Success"),
            ("3XX", "Redirection"),
            ("4XX", "Client error"),
            ("5XX", "Server error"),
            ("default", "Unexpected error"),
            ("299", "Unassigned status"),
        ];
        for (code, words) in table {
            assert_eq!(reason(code), words);
        }
    }
}
