//! The parameters of an operation.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::media::{Media, media};
use super::text;
use crate::generate::api::{Parameter, Place, Style};
use crate::generate::lower::{At, Direction, Schemas, with_limits};
use crate::generate::names::{self, Names};

/// Headers that belong to the client: OpenAPI says that parameters of these names count for nothing.
const OWN_HEADERS: [&str; 2] = ["accept", "content-type"];

pub(super) fn read(
    schemas: &mut Schemas<'_>,
    operation: &Value,
    path: &str,
    call: &str,
    taken: &mut Names,
) -> Result<Vec<Parameter>> {
    let mut parameters = Vec::new();
    for parameter in operation.get("parameters").and_then(Value::as_array).into_iter().flatten() {
        let (wire, location) = (text(parameter, "name"), text(parameter, "in"));
        if wire.is_empty() || location.is_empty() {
            bail!("a parameter lacks its name or its location");
        }
        if location == "header" && OWN_HEADERS.contains(&wire.to_ascii_lowercase().as_str()) {
            continue;
        }
        if location == "path" && !path.contains(&format!("{{{wire}}}")) {
            // Some documents keep the parameters of another path.
            continue;
        }
        if location == "header" && http::HeaderName::try_from(&wire).is_err() {
            bail!("no header can be called `{wire}`; correct its name");
        }
        let place = place(parameter, &location).with_context(|| format!("parameter `{wire}` in {location}"))?;
        let schema = content(parameter).map_or(parameter, |(_, media)| media).get("schema");
        let nothing = Value::Object(serde_json::Map::new());
        let schema = schema.unwrap_or(&nothing);
        let lowered = schemas.place(schema, &At::new(call, Direction::Request).member(&wire));
        let plain = names::snake(&wire);
        let own = text(parameter, "description");
        let description = match schema.as_object() {
            Some(schema) if !own.is_empty() => with_limits(own, schema),
            _ => lowered.description,
        };
        parameters.push(Parameter {
            name: taken.take([plain.as_str(), names::longer(&plain, &location).as_str()]),
            // The client has credentials; what a call is given takes precedence.
            required: location == "path"
                || (parameter.get("required") == Some(&Value::Bool(true))
                    && !wire.eq_ignore_ascii_case("authorization")),
            wire,
            place,
            shape: lowered.shape,
            description,
        });
    }
    undeclared(path, &mut parameters, taken);
    // As one reads the path; then the others, as the document has them.
    parameters.sort_by_key(|parameter| match parameter.place {
        Place::Path(_) => path.find(&format!("{{{}}}", parameter.wire)).unwrap_or(usize::MAX),
        _ => usize::MAX,
    });
    Ok(parameters)
}

/// Adds the parameters of the path that nothing describes: they are strings.
fn undeclared(path: &str, parameters: &mut Vec<Parameter>, taken: &mut Names) {
    for wire in path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)) {
        if !parameters.iter().any(|other| other.wire == wire && matches!(other.place, Place::Path(_))) {
            let plain = names::snake(wire);
            parameters.push(Parameter {
                name: taken.take([plain.as_str(), names::longer(&plain, "path").as_str()]),
                wire: wire.to_owned(),
                place: Place::Path(Style::Simple { explode: false }),
                required: true,
                shape: serde_json::json!({"type": "string"}),
                description: String::new(),
            });
        }
    }
}

/// Returns the media type of a parameter that has one, with its description.
fn content(parameter: &Value) -> Option<(&String, &Value)> {
    parameter.get("content").and_then(Value::as_object).and_then(|content| content.iter().next())
}

/// Returns where a parameter is written, and how. The encoding of a field in a form is read as that of a query.
pub(super) fn place(parameter: &Value, location: &str) -> Result<Place> {
    let style = text(parameter, "style");
    let explode = |default: bool| parameter.get("explode").and_then(Value::as_bool).unwrap_or(default);
    let as_json = match content(parameter) {
        None => false,
        Some((name, _)) => match media(name) {
            Media::Json => true,
            Media::Text => false,
            _ => bail!("`{name}` is not known there; known are JSON and text"),
        },
    };
    Ok(match (location, style.as_str()) {
        ("path", "" | "simple") => Place::Path(Style::Simple { explode: explode(false) }),
        ("path", "label") => Place::Path(Style::Label { explode: explode(false) }),
        ("path", "matrix") => Place::Path(Style::Matrix { explode: explode(false) }),
        ("query", _) if as_json => Place::Query(Style::Json),
        ("query", "" | "form") => Place::Query(Style::Form { explode: explode(true) }),
        ("query", "deepObject") => Place::Query(Style::DeepObject),
        // Exploded, these two are what `form` is.
        ("query", "spaceDelimited" | "pipeDelimited") if explode(false) => Place::Query(Style::Form { explode: true }),
        ("query", "spaceDelimited") => Place::Query(Style::SpaceDelimited),
        ("query", "pipeDelimited") => Place::Query(Style::PipeDelimited),
        ("header", "" | "simple") if !as_json => Place::Header(Style::Simple { explode: explode(false) }),
        ("cookie", "" | "form") if !as_json => Place::Cookie,
        ("path" | "header" | "cookie", _) if as_json => {
            bail!("JSON in a {location} is not known; say `schema` and a style")
        }
        ("path" | "query" | "header" | "cookie", style) => bail!("the style `{style}` is not known there"),
        _ => bail!("this location is not known; known are path, query, header and cookie"),
    })
}
