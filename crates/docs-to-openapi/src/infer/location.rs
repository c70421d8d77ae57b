//! Where a parameter goes; pages never say.

use super::body;
use crate::Rule;
use crate::dialect::Spelling;
use crate::names::folded;
use crate::page::rows::Field;
use crate::report::Notes;
use crate::types::Type;

/// Where a parameter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// Into the placeholder of this spelling.
    Path(String),
    Query,
    Header,
    /// A field of a form.
    Form,
    Body,
}

/// A parameter with its type read.
#[derive(Clone, Debug)]
pub(crate) struct Typed<'a> {
    pub(crate) field: &'a Field,
    pub(crate) ty: Type,
}

/// Returns the names between braces in a path.
pub(crate) fn placeholders(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Says whether a segment in capitals looks like a placeholder without braces.
pub(crate) fn unbraced(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| {
        segment.chars().filter(char::is_ascii_uppercase).count() > 1
            && segment.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    })
}

/// Concludes the location of every parameter of an operation.
pub(crate) fn locations(
    path: &str,
    consumes: &[String],
    parameters: &[Typed<'_>],
    spelling: &Spelling,
    notes: &mut Notes<'_>,
) -> Vec<Location> {
    let placeholders = placeholders(path);
    let first: Vec<Option<(Location, Rule)>> =
        parameters.iter().map(|parameter| fixed(&parameter.field.name, &placeholders, spelling)).collect();
    let form = consumes.first().is_some_and(|media| is_form(media));
    let open: Vec<(usize, &Typed<'_>)> = first
        .iter()
        .zip(parameters)
        .enumerate()
        .filter(|(_, (fixed, _))| fixed.is_none())
        .map(|(at, (_, parameter))| (at, parameter))
        .collect();
    let body = if form { None } else { body::choose(&open, consumes, notes) };
    let mut places = Vec::new();
    for (at, (fixed, parameter)) in first.into_iter().zip(parameters).enumerate() {
        let (location, rule) = match (fixed, body) {
            (Some(fixed), _) => fixed,
            (None, Some((chosen, rule))) if chosen == at => (Location::Body, rule),
            (None, _) if form => (Location::Form, Rule::LocationForm),
            (None, _) => (Location::Query, Rule::LocationQuery),
        };
        notes.add(rule, parameter.field.line, fact(&parameter.field.name, &location));
        places.push(location);
    }
    places
}

fn fact(name: &str, location: &Location) -> String {
    match location {
        Location::Path(placeholder) => {
            format!("parameter `{name}` is the placeholder `{{{placeholder}}}` of the path")
        }
        Location::Query => format!("parameter `{name}` is in the query"),
        Location::Header => format!("parameter `{name}` is in the header"),
        Location::Form => format!("parameter `{name}` is a field of the form"),
        Location::Body => format!("parameter `{name}` is the request body"),
    }
}

/// The locations that a name alone decides.
fn fixed(name: &str, placeholders: &[&str], spelling: &Spelling) -> Option<(Location, Rule)> {
    let bare = spelling.unreserved(name).unwrap_or(name);
    let placeholder =
        placeholders.iter().find(|placeholder| [name, bare].into_iter().any(|name| same(name, placeholder)));
    if let Some(placeholder) = placeholder {
        return Some((Location::Path((*placeholder).to_owned()), Rule::LocationPath));
    }
    is_header(bare).then_some((Location::Header, Rule::LocationHeader))
}

fn same(name: &str, placeholder: &str) -> bool {
    let folded_name = folded(name);
    !folded_name.is_empty() && folded_name == folded(placeholder)
}

/// The names of usual request headers, in Python's spelling.
fn is_header(name: &str) -> bool {
    const WHOLE: [&str; 12] = [
        "accept",
        "authorization",
        "content_encoding",
        "content_md5",
        "content_range",
        "idempotency_key",
        "prefer",
        "range",
        "traceparent",
        "tracestate",
        "user_agent",
        "www_authenticate",
    ];
    const STARTS: [&str; 4] = ["accept_", "if_match", "if_none_match", "x_"];
    const IFS: [&str; 3] = ["if_modified_since", "if_unmodified_since", "if_range"];
    WHOLE.contains(&name) || IFS.contains(&name) || STARTS.iter().any(|start| name.starts_with(start))
}

fn is_form(media: &str) -> bool {
    let media = media.to_ascii_lowercase();
    media.starts_with("multipart/") || media.starts_with("application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn names_that_decide() {
        let spelling = Dialect::Legacy.spelling();
        let at = |name: &str| fixed(name, &["boatID", "from"], spelling).map(|(place, _)| place);
        assert_eq!(at("boat_id"), Some(Location::Path("boatID".to_owned())));
        assert_eq!(at("_from"), Some(Location::Path("from".to_owned())));
        for header in ["authorization", "x_request_id", "if_match", "accept_language"] {
            assert_eq!(at(header), Some(Location::Header), "{header}");
        }
        for open in ["boat", "accepted", "x", "ranges", "if_empty"] {
            assert_eq!(at(open), None, "{open}");
        }
    }

    #[test]
    fn placeholders_and_lookalikes() {
        assert_eq!(placeholders("/a/{b}/c.{d}:{}/{e"), ["b", "d"]);
        let seen: Vec<_> = unbraced("/v5.0.0/boats/BOAT_ID/{CREW}/X/Sail").collect();
        assert_eq!(seen, ["BOAT_ID"]);
    }
}
