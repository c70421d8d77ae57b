//! What is sent and answered: which of the documented media types, and what that means for a call.

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use super::{members, text};
use crate::generate::api::{Answer, Body, Content, Parameter, Place};
use crate::generate::input::follow;
use crate::generate::lower::{At, Direction, Schemas};
use crate::generate::names::{self, Names};

/// What a media type means to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Media {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

fn media(name: &str) -> Media {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "text/json" | "application/*" | "*/*" => Media::Json,
        "application/x-www-form-urlencoded" => Media::Form,
        "multipart/form-data" => Media::Multipart,
        // Records that come one by one: a stream.
        "text/event-stream" => Media::Bytes,
        "application/xml" | "application/yaml" | "application/x-yaml" | "application/javascript" => Media::Text,
        other if other.ends_with("+json") => Media::Json,
        other if other.starts_with("text/") || other.ends_with("+xml") || other.ends_with("+yaml") => Media::Text,
        _ => Media::Bytes,
    }
}

/// Returns the media type that a call uses: plain JSON before all others, among equals the first.
fn choose(content: &Map<String, Value>) -> Option<(&String, &Value, Media)> {
    let all = content.iter().map(|(name, value)| {
        // How far a name is from what every server and client understands.
        let rank = (name != "application/json", name.contains('*'));
        let kind = media(name);
        // A file under "anything" is a file.
        let kind = if kind == Media::Json && is_binary(value.get("schema")) { Media::Bytes } else { kind };
        (name, value, kind, rank)
    });
    let best = all.min_by_key(|(.., kind, rank)| (*kind, *rank))?;
    Some((best.0, best.1, best.2))
}

fn is_binary(schema: Option<&Value>) -> bool {
    let says = |key: &str| schema.and_then(|schema| schema.get(key)).and_then(Value::as_str).unwrap_or_default();
    says("format") == "binary" || says("type") == "file"
}

/// The request body: in one piece, or as fields of a form.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) media_type: Option<String>,
    pub(super) body: Option<Body>,
    pub(super) fields: Vec<Parameter>,
}

pub(super) fn sent(
    document: &Value,
    schemas: &mut Schemas<'_>,
    operation: &Value,
    call: &str,
    taken: &mut Names,
) -> Result<Sent> {
    let Some(request_body) = operation.get("requestBody") else {
        return Ok(Sent::default());
    };
    let content = request_body.get("content").and_then(Value::as_object);
    let Some((name, value, media)) = content.and_then(choose) else {
        return Ok(Sent::default());
    };
    let nothing = Value::Object(Map::new());
    let schema = value.get("schema").unwrap_or(&nothing);
    let at = At::new(call, Direction::Request);
    let content = match media {
        Media::Json => Content::Json(schemas.place(schema, &At { hint: format!("{call}Body"), ..at }).shape),
        Media::Text => Content::Text,
        Media::Bytes => Content::Bytes,
        Media::Form | Media::Multipart => {
            let multipart = media == Media::Multipart;
            let fields = fields(document, schemas, schema, value.get("encoding"), multipart, &at, taken)?;
            // The boundary is the client's own business.
            let media_type = (!multipart).then(|| name.clone());
            return Ok(Sent { media_type, body: None, fields });
        }
    };
    let media_type = if name.contains('*') { "application/json".to_owned() } else { name.clone() };
    Ok(Sent {
        media_type: Some(media_type),
        body: Some(Body {
            name: taken.take(["body", "request_body"]),
            required: request_body.get("required") == Some(&Value::Bool(true)),
            description: text(request_body, "description"),
            content,
        }),
        fields: Vec::new(),
    })
}

fn fields(
    document: &Value,
    schemas: &mut Schemas<'_>,
    schema: &Value,
    encoding: Option<&Value>,
    multipart: bool,
    at: &At,
    taken: &mut Names,
) -> Result<Vec<Parameter>> {
    let followed = follow(document, schema)?.as_object().cloned().unwrap_or_default();
    let whole = schemas.merged(&followed).map_err(anyhow::Error::msg)?;
    let Some(properties) = whole.get("properties").and_then(Value::as_object).filter(|all| !all.is_empty()) else {
        bail!("the form names no fields; list them as properties of its schema");
    };
    let required = whole.get("required").and_then(Value::as_array);
    let mut fields = Vec::new();
    for (wire, property) in properties {
        let followed = follow(document, property)?;
        if followed.get("readOnly") == Some(&Value::Bool(true)) {
            continue;
        }
        let item = followed.get("items").map(|items| follow(document, items)).transpose()?;
        let file = multipart && (is_binary(Some(followed)) || is_file(encoding, wire));
        let files = multipart && is_binary(item);
        let lowered = schemas.place(property, &at.member(wire));
        let plain = names::snake(wire);
        fields.push(Parameter {
            name: taken.take([plain.as_str(), format!("{plain}_field").as_str()]),
            wire: wire.clone(),
            place: match (multipart, file || files) {
                (false, _) => Place::Form,
                (true, false) => Place::TextPart,
                (true, true) => Place::Part,
            },
            required: required.is_some_and(|all| all.iter().any(|name| name == wire)),
            shape: if files {
                serde_json::json!({"type": "array", "items": {"type": "string"}})
            } else {
                lowered.shape
            },
            description: lowered.description,
        });
    }
    Ok(fields)
}

/// Returns whether a field is sent as a file by its documented media type.
fn is_file(encoding: Option<&Value>, wire: &str) -> bool {
    let media_type = encoding.and_then(|all| all.get(wire)).map(|encoding| text(encoding, "contentType"));
    media_type.is_some_and(|name| !name.is_empty() && media(&name) == Media::Bytes)
}

/// The success answers.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) accept: Option<String>,
    /// One for each kind of answer.
    pub(super) answers: Vec<Answer>,
}

pub(super) fn answered(schemas: &mut Schemas<'_>, operation: &Value, method: &str, call: &str) -> Result<Answered> {
    let chosen = operation.get("x-answer").and_then(Value::as_str);
    let is_success = |code: &str| match chosen {
        Some(chosen) => code == chosen,
        None => code.starts_with('2'),
    };
    let mut documented: Vec<(&String, &Value)> =
        members(operation, "responses").filter(|(code, _)| is_success(code)).collect();
    if let (Some(chosen), true) = (chosen, documented.is_empty()) {
        bail!("`x-answer` names the status {chosen}, which is not documented");
    }
    if documented.is_empty() {
        // What is not an error by its status is what `default` says.
        documented.extend(members(operation, "responses").filter(|(code, _)| *code == "default"));
    }
    let several = documented.len() > 1;
    let mut accept = None;
    let mut answers: Vec<Answer> = Vec::new();
    for (code, response) in documented {
        let hint = if several { format!("{call}Answer{code}") } else { format!("{call}Answer") };
        let chosen = response.get("content").and_then(Value::as_object).filter(|_| method != "head").and_then(choose);
        let content = match chosen {
            None => Content::Empty,
            Some((name, value, media)) => {
                if accept.is_none() || media == Media::Json {
                    accept = Some(name.replace("application/*", "application/json"));
                }
                match media {
                    Media::Json => {
                        let schema = value.get("schema").cloned().unwrap_or_default();
                        Content::Json(schemas.place(&schema, &At::new(&hint, Direction::Answer)).shape)
                    }
                    Media::Text => Content::Text,
                    Media::Form | Media::Multipart | Media::Bytes => Content::Bytes,
                }
            }
        };
        answers.push(Answer { code: code.clone(), content });
    }
    let same = answers.iter().all(|answer| answers.first().is_some_and(|first| first.content == answer.content));
    if same {
        answers.truncate(1);
    }
    if answers.len() > 1 && answers.iter().any(|answer| answer.content == Content::Bytes) {
        bail!("a stream is one of several answers; choose a status by `x-answer` in the overlay");
    }
    // Errors are JSON as a rule: an operation without a body of its own asks for them so.
    let accept = accept.or_else(|| {
        let responses = members(operation, "responses");
        let mut kinds = responses.filter_map(|(_, response)| choose(response.get("content")?.as_object()?));
        kinds.find(|(.., media)| *media == Media::Json).map(|(name, ..)| name.replace("*/*", "application/json"))
    });
    Ok(Answered { accept, answers })
}

/// Makes the types of documented error bodies. No call returns them; they are for who reads an error's body.
pub(super) fn errors(schemas: &mut Schemas<'_>, operation: &Value) {
    for (_, response) in members(operation, "responses").filter(|(code, _)| !code.starts_with('2')) {
        let chosen = response.get("content").and_then(Value::as_object).and_then(choose);
        if let Some(schema) =
            chosen.and_then(|(_, media, _)| media.get("schema")).filter(|schema| schema.get("$ref").is_some())
        {
            schemas.place(schema, &At::new("error", Direction::Answer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_mean_what_their_essence_says() {
        for (name, expected) in [
            ("application/json; charset=utf-8", Media::Json),
            ("application/problem+json", Media::Json),
            ("Application/JSON", Media::Json),
            ("application/vnd.api+json;version=1", Media::Json),
            ("text/csv", Media::Text),
            ("image/svg+xml", Media::Text),
            ("application/pdf", Media::Bytes),
            ("image/*", Media::Bytes),
            ("multipart/form-data", Media::Multipart),
        ] {
            assert_eq!(media(name), expected, "{name}");
        }
    }
}
