//! What is sent and answered: which of the documented media types, and what that means for a call.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::media::{Media, media};
use super::parameters::place;
use super::{members, text};
use crate::generate::api::{Answer, Body, Content, Parameter, Place, Style};
use crate::generate::input::{follow, is_success};
use crate::generate::lower::{At, Direction, Schemas, nullable_shape};
use crate::generate::names::{self, Names};

/// Returns the media type that a call uses: plain JSON before all others, among equals the first.
fn choose(content: &Map<String, Value>) -> Option<(&String, &Value, Media)> {
    let all = content.iter().map(|(name, value)| {
        let schema = value.get("schema");
        // A file under "anything" is a file.
        let kind = match media(name) {
            Media::Json if is_binary(schema) => Media::Bytes,
            kind => kind,
        };
        // What has no fields is sent as a form only where there is no other way.
        let is_formless = matches!(kind, Media::Form | Media::Multipart) && is_plain(schema);
        // How far a name is from what every server and client understands.
        let rank = (is_formless, kind, name != "application/json", name.contains('*'));
        (name, value, kind, rank)
    });
    let best = all.min_by_key(|(.., rank)| *rank)?;
    Some((best.0, best.1, best.2))
}

/// Tells whether a schema is documented as anything but an object.
fn is_plain(schema: Option<&Value>) -> bool {
    let ty = schema.and_then(|schema| schema.get("type")).and_then(Value::as_str);
    ty.is_some_and(|ty| ty != "object")
}

fn is_binary(schema: Option<&Value>) -> bool {
    let says = |key: &str| schema.and_then(|schema| schema.get(key)).and_then(Value::as_str).unwrap_or_default();
    says("format") == "binary" || says("type") == "file"
}

/// Returns whether a field of a form is a file.
fn has_files(document: &Value, schema: Option<&Value>) -> Result<bool> {
    let schema = schema.map(|schema| follow(document, schema)).transpose()?;
    let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    for property in properties.into_iter().flat_map(Map::values) {
        let property = follow(document, property)?;
        if is_binary(Some(property)) || is_binary(property.get("items")) {
            return Ok(true);
        }
    }
    Ok(false)
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
    let Some(mut chosen) = content.and_then(choose) else {
        return Ok(Sent::default());
    };
    // A form cannot have files, and parts can.
    if chosen.2 == Media::Form && has_files(document, chosen.1.get("schema"))? {
        let parts = content.into_iter().flatten().find(|(name, _)| media(name) == Media::Multipart);
        let (name, value) = parts.context("an urlencoded form cannot have a file; say `multipart/form-data`")?;
        chosen = (name, value, Media::Multipart);
    }
    let (name, value, media) = chosen;
    if media == Media::Bytes && name.to_ascii_lowercase().starts_with("multipart/") {
        bail!("a body of `{name}` is not known; known of the multipart types is `multipart/form-data`");
    }
    let nothing = Value::Object(Map::new());
    let schema = value.get("schema").unwrap_or(&nothing);
    let at = At::new(call, Direction::Request);
    let content = match media {
        Media::Json => {
            let at = At { hint: format!("{call}Body"), ..at };
            Content::Json(nullable_shape(schemas.place(schema, &at)))
        }
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
    let media_type = match (name.contains('*'), media) {
        (false, _) => name.as_str(),
        (true, Media::Json) => "application/json",
        (true, Media::Text) => "text/plain",
        (true, _) => "application/octet-stream",
    };
    Ok(Sent {
        media_type: Some(media_type.to_owned()),
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
        let style = match encoding.and_then(|all| all.get(wire)) {
            Some(encoding) if encoding.get("style").is_some() || encoding.get("explode").is_some() => {
                match place(encoding, "query").with_context(|| format!("field `{wire}`"))? {
                    Place::Query(style) => style,
                    _ => Style::Field,
                }
            }
            _ => Style::Field,
        };
        let lowered = schemas.place(property, &at.member(wire));
        let plain = names::snake(wire);
        fields.push(Parameter {
            name: taken.take([plain.as_str(), names::longer(&plain, "field").as_str()]),
            wire: wire.clone(),
            place: match (multipart, file || files) {
                (false, _) => Place::Form(style),
                (true, false) => Place::TextPart(style),
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
    let is_answer = |code: &str| match chosen {
        Some(chosen) => code == chosen,
        None => is_success(operation, code),
    };
    let documented: Vec<(&String, &Value)> =
        members(operation, "responses").filter(|(code, _)| is_answer(code)).collect();
    if let (Some(chosen), true) = (chosen, documented.is_empty()) {
        bail!("`x-answer` names the status {chosen}, which is not documented");
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
                        Content::Json(nullable_shape(schemas.place(&schema, &At::new(&hint, Direction::Answer))))
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
    // A stream of nothing says as much as no body.
    if answers.iter().any(|answer| answer.content == Content::Bytes) {
        answers.retain(|answer| answer.content != Content::Empty);
    }
    if answers.len() > 1 && answers.iter().any(|answer| answer.content == Content::Bytes) {
        bail!("a stream is one of several answers; choose a status by `x-answer` in the overlay");
    }
    // Errors are JSON as a rule: an operation whose answers have no body asks for JSON.
    let accept = accept.or_else(|| accepted(operation)).or_else(|| {
        let responses = members(operation, "responses");
        let mut kinds = responses.filter_map(|(_, response)| choose(response.get("content")?.as_object()?));
        kinds.find(|(.., media)| *media == Media::Json).map(|(name, ..)| name.replace("*/*", "application/json"))
    });
    Ok(Answered { accept, answers })
}

/// Returns what an operation whose answers have no body is documented to send as `Accept`.
fn accepted(operation: &Value) -> Option<String> {
    let listed = operation.get("x-accept").and_then(Value::as_array)?;
    let names: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    let json = names.iter().find(|name| media(name) == Media::Json).map(|name| name.replace("*/*", "application/json"));
    json.or_else(|| (!names.is_empty()).then(|| names.join(", ")))
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
