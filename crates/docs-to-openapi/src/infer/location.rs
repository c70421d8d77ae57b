//! Where a parameter goes; most pages never say.

use std::collections::HashMap;

use super::body::{self, Request};
use super::form::{SharedNames, follows_file, is_form};
use super::header::{self, KeyParameters};
use super::reserved::unreserved;
use super::template::placeholders;
use crate::Rule;
use crate::facts::{Field, Place};
use crate::names::folded;
use crate::report::Notes;

/// Where a parameter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// Into the placeholder of this spelling.
    Path(String),
    Query,
    Header,
    Cookie,
    /// A field of a form.
    Form,
    Body,
}

/// What the whole SDK tells about its parameters.
#[derive(Debug, Default)]
pub(crate) struct SdkParameters {
    pub(crate) keys: KeyParameters,
    pub(crate) shared: SharedNames,
}

/// Concludes the location of every parameter of an operation.
pub(crate) fn locations(
    path: &str,
    request: Request<'_>,
    fields: &[Field],
    sdk: &SdkParameters,
    notes: &mut Notes<'_>,
) -> Vec<Location> {
    let placeholders: HashMap<String, &str> =
        placeholders(path).map(|found| (folded(found.name), found.name)).collect();
    let is_form = request.method != "GET" && request.consumes.first().is_some_and(|media| is_form(media));
    let fixed: Vec<Option<(Location, Option<Rule>)>> =
        fields.iter().map(|field| fixed(field, &placeholders, is_form, sdk)).collect();
    let open: Vec<(usize, &Field)> =
        fields.iter().enumerate().filter(|(at, _)| fixed.get(*at).is_some_and(Option::is_none)).collect();
    let printed = fields.iter().any(|field| field.place.is_some());
    let body = if is_form || printed { None } else { body::choose(&open, request, notes) };
    let mut places = Vec::new();
    for (at, (fixed, field)) in fixed.into_iter().zip(fields).enumerate() {
        let (location, rule) = match (fixed, body) {
            (Some(fixed), _) => fixed,
            (None, Some((chosen, rule))) if chosen == at => (Location::Body, Some(rule)),
            (None, _) if is_form && sdk.shared.contains(&field.name) && !follows_file(fields, at) => {
                (Location::Query, Some(Rule::LocationShared))
            }
            (None, _) if is_form => (Location::Form, Some(Rule::LocationForm)),
            (None, _) => (Location::Query, Some(Rule::LocationQuery)),
        };
        if let Some(rule) = rule {
            notes.add(rule, field.line, fact(&field.name, &location));
        }
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
        Location::Cookie => format!("parameter `{name}` is in a cookie"),
        Location::Form => format!("parameter `{name}` is a field of the form"),
        Location::Body => format!("parameter `{name}` is the request body"),
    }
}

/// The locations that a page prints, or that a name decides.
fn fixed(
    field: &Field,
    placeholders: &HashMap<String, &str>,
    is_form: bool,
    sdk: &SdkParameters,
) -> Option<(Location, Option<Rule>)> {
    let name = field.name.as_str();
    let bare = unreserved(name).unwrap_or(name);
    let named = |name: &str| placeholders.get(&folded(name)).map(|name| (*name).to_owned());
    let placeholder = || [name, bare].into_iter().filter(|name| !folded(name).is_empty()).find_map(named);
    let printed = match field.place {
        None => None,
        Some(Place::Path) => {
            // Python may call it otherwise than the path does, since a body of that name comes first.
            let written = field.wire.as_deref().and_then(named).or_else(placeholder);
            Some(Location::Path(written.unwrap_or_else(|| name.to_owned())))
        }
        Some(Place::Query) => Some(Location::Query),
        Some(Place::Header) => Some(Location::Header),
        Some(Place::Cookie) => Some(Location::Cookie),
        Some(Place::Form) => Some(Location::Form),
        Some(Place::Body) => Some(Location::Body),
    };
    if let Some(location) = printed {
        return Some((location, None));
    }
    if let Some(placeholder) = placeholder() {
        return Some((Location::Path(placeholder), Some(Rule::LocationPath)));
    }
    if !is_form && body::is_linked_model(field) {
        return None;
    }
    if let Some((_, location)) = sdk.keys.get(bare) {
        let location = match location {
            "query" => Location::Query,
            "cookie" => Location::Cookie,
            _ => Location::Header,
        };
        return Some((location, Some(Rule::LocationKey)));
    }
    let spelled = field.wire.as_deref().is_some_and(header::is_spelled_as_header);
    (spelled || header::is_header(bare)).then_some((Location::Header, Some(Rule::LocationHeader)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::facts::{Link, Notes as FieldNotes, Type, TypeCell};
    use crate::page::scheme::{Scheme, SchemeKind};
    use crate::report::{Report, Subject};

    fn field(name: &str) -> Field {
        let cell = TypeCell { ty: Type::String(None), text: "str".to_owned(), link: Link::None };
        let (description, notes) = (String::new(), FieldNotes { optional: true, ..FieldNotes::default() });
        Field { line: 1, name: name.to_owned(), wire: None, place: None, cell, description, notes }
    }

    fn place(field: Field, method: &str, consumes: &[&str], sdk: &SdkParameters) -> Location {
        places(&[field], method, consumes, sdk).remove(0)
    }

    fn places(fields: &[Field], method: &str, consumes: &[&str], sdk: &SdkParameters) -> Vec<Location> {
        let consumes: Vec<String> = consumes.iter().map(|media| (*media).to_owned()).collect();
        let request = Request { method, consumes: &consumes, is_exact: false, dialect: Dialect::Legacy };
        let mut report = Report::default();
        let mut notes = report.about(Subject::Page(String::new()), "");
        locations("/b/{boatID}/{from}", request, fields, sdk, &mut notes)
    }

    #[test]
    fn names_and_places_that_decide() {
        let nothing = SdkParameters::default();
        let at = |name: &str| place(field(name), "GET", &[], &nothing);
        assert_eq!(at("boat_id"), Location::Path("boatID".to_owned()));
        assert_eq!(at("_from"), Location::Path("from".to_owned()));
        assert_eq!(at("x_boat"), Location::Header);
        assert_eq!(at("boat"), Location::Query);
        let wire =
            |wire: &str| place(Field { wire: Some(wire.to_owned()), ..field("fleet_key") }, "GET", &[], &nothing);
        assert_eq!((wire("Fleet-Key"), wire("fleet-key")), (Location::Header, Location::Query));
        let second = Field { wire: Some("boatID".to_owned()), place: Some(Place::Path), ..field("boat_id2") };
        assert_eq!(place(second, "GET", &[], &nothing), Location::Path("boatID".to_owned()));
        let printed = [
            (Place::Path, Location::Path("boat".to_owned())),
            (Place::Query, Location::Query),
            (Place::Header, Location::Header),
            (Place::Cookie, Location::Cookie),
            (Place::Form, Location::Form),
            (Place::Body, Location::Body),
        ];
        for (printed, location) in printed {
            assert_eq!(place(Field { place: Some(printed), ..field("boat") }, "GET", &[], &nothing), location);
        }
    }

    #[test]
    fn keys_are_where_the_front_page_says() {
        for (location, expected) in
            [("header", Location::Header), ("query", Location::Query), ("cookie", Location::Cookie)]
        {
            let kind = SchemeKind::ApiKey { parameter: "fleet-key".to_owned(), location };
            let keys = KeyParameters::of(&[Scheme { line: 1, name: "key".to_owned(), kind }]);
            let sdk = SdkParameters { keys, shared: SharedNames::default() };
            assert_eq!(place(field("fleet_key"), "GET", &[], &sdk), expected);
        }
    }

    #[test]
    fn forms() {
        let nothing = SdkParameters::default();
        for media in ["multipart/form-data", "application/x-www-form-urlencoded", "Multipart/Mixed"] {
            assert_eq!(place(field("boat"), "POST", &[media], &nothing), Location::Form, "{media}");
            assert_eq!(place(field("boat"), "GET", &[media], &nothing), Location::Query, "{media}");
        }
        assert_eq!(
            place(field("boat"), "POST", &["application/json", "multipart/form-data"], &nothing),
            Location::Query
        );
    }

    #[test]
    fn what_lists_have_too_is_in_the_query_next_to_a_form_unless_a_file_comes_first() {
        let sdk = SdkParameters { keys: KeyParameters::default(), shared: super::super::form::tests::of_lists("page") };
        assert_eq!(place(field("page"), "POST", &["multipart/form-data"], &sdk), Location::Query);
        let mut photo = field("photo");
        photo.cell.ty = Type::Bytes;
        let fields = [field("page"), photo, field("page")];
        assert_eq!(
            places(&fields, "POST", &["multipart/form-data"], &sdk),
            [Location::Query, Location::Form, Location::Form]
        );
    }
}
