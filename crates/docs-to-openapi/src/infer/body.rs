//! Which parameter is the request body.

use crate::Rule;
use crate::dialect::Dialect;
use crate::facts::{Field, Link, Type};
use crate::names::folded;
use crate::report::Notes;

/// Names that generators make up for bodies that are no models.
const NAMES: [&str; 2] = ["body", "request_body"];

/// Methods whose requests have no body unless a page shows one plainly.
const BODILESS: [&str; 5] = ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"];

/// What is known about the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) consumes: &'a [String],
    /// Whether the generator prints a media type only where there is a body; those that print statuses do.
    pub(crate) is_exact: bool,
    pub(crate) dialect: Dialect,
}

/// Says whether a parameter is a body by its type and link alone, whatever its name.
pub(crate) fn is_linked_model(field: &Field) -> bool {
    matches!((&field.cell.ty, &field.cell.link), (Type::Named(_), Link::To(_)))
}

/// Chooses the request body among the parameters that are neither in the path nor in the header.
///
/// Returns the parameter's index and the rule that chose it.
pub(crate) fn choose(open: &[(usize, &Field)], request: Request<'_>, notes: &mut Notes<'_>) -> Option<(usize, Rule)> {
    let mut candidates = open.iter().filter_map(|(at, field)| Some((*at, *field, by_itself(field, request)?)));
    if let Some((at, _, rule)) = candidates.next() {
        for (_, other, _) in candidates {
            notes.add(
                Rule::SeveralBodies,
                other.line,
                format!("parameter `{}` can be the request body too; it is taken for a query parameter", other.name),
            );
        }
        return Some((at, rule));
    }
    if request.consumes.is_empty() {
        return None;
    }
    if let Some(at) = linked_container(open) {
        return Some((at, Rule::BodyListLink));
    }
    let certain = request.is_exact && !BODILESS.contains(&request.method);
    let last = last(open).filter(|_| certain || request.is_exact && request.method == "DELETE");
    if last.is_none() && certain {
        notes.add(
            Rule::BodyUnfound,
            0,
            format!("the request has media type {}, but no parameter can be the body", request.consumes.join(", ")),
        );
    }
    last.map(|at| (at, Rule::BodyLast))
}

fn by_itself(field: &Field, request: Request<'_>) -> Option<Rule> {
    match (&field.cell.ty, &field.cell.link) {
        (Type::Named(_), Link::To(_)) => Some(Rule::BodyModelLink),
        // A reference that is no body has an empty link; an alias in a body has none. One dialect links no enumeration.
        (Type::Named(_), Link::None) if !request.consumes.is_empty() && request.dialect != Dialect::Prior => {
            Some(Rule::BodyUnlinkedModel)
        }
        (_, Link::Empty) => None,
        _ if NAMES.contains(&field.name.as_str()) => Some(Rule::BodyByName),
        (Type::Any, Link::None) if request.is_exact && !request.consumes.is_empty() => Some(Rule::BodyObject),
        _ => None,
    }
}

/// A list or map of models can be a body or not; the one named after its model is likelier.
fn linked_container(open: &[(usize, &Field)]) -> Option<usize> {
    let linked = || open.iter().filter(|(_, field)| field.cell.ty.is_container() && field.cell.ty.model().is_some());
    let named = |(_, field): &&(usize, &Field)| {
        let model = field.cell.ty.model().map(folded);
        model.is_some_and(|model| model == folded(&field.name))
    };
    linked().find(named).or_else(|| linked().next()).map(|(at, _)| *at)
}

/// Generators print the required body behind the other required parameters, an optional one at the end.
fn last(open: &[(usize, &Field)]) -> Option<usize> {
    let required = open.iter().rev().find(|(_, field)| !field.notes.optional);
    required.or_else(|| open.last()).map(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Notes as FieldNotes, TypeCell};
    use crate::report::{Report, Subject};
    use crate::types;

    fn field(name: &str, ty: &str, link: Link, optional: bool) -> Field {
        Field {
            line: 1,
            name: name.to_owned(),
            wire: None,
            place: None,
            cell: TypeCell { ty: types::parse(ty).unwrap(), text: ty.to_owned(), link },
            description: String::new(),
            notes: FieldNotes { optional, ..FieldNotes::default() },
        }
    }

    /// Chooses among fields; returns the name and the rule, and the rules of the problems.
    fn chosen(fields: &[Field], request: Request<'_>) -> (Option<(String, Rule)>, Vec<Rule>) {
        let mut report = Report::default();
        let open: Vec<(usize, &Field)> = fields.iter().enumerate().collect();
        let found = choose(&open, request, &mut report.about(Subject::Page(String::new()), ""));
        let name = found.map(|(at, rule)| (fields[at].name.clone(), rule));
        (name, report.rows.iter().map(|row| row.rule).collect())
    }

    const JSON: &str = "application/json";

    fn to(page: &str) -> Link {
        Link::To(page.to_owned())
    }

    #[test]
    fn each_rule_in_its_turn() {
        let json = [JSON.to_owned()];
        let request = Request { method: "POST", consumes: &json, is_exact: true, dialect: Dialect::Nextgen };
        let (query, dry) = (field("page", "int", Link::None, true), field("dry", "bool", Link::None, false));
        let table = [
            (field("boat", "Boat", to("Boat"), false), "boat", Rule::BodyModelLink),
            (field("rig", "Rig", Link::None, false), "rig", Rule::BodyUnlinkedModel),
            (field("body", "str", Link::None, false), "body", Rule::BodyByName),
            (field("request_body", "Dict[str, str]", Link::None, false), "request_body", Rule::BodyByName),
            (field("extra", "object", Link::None, false), "extra", Rule::BodyObject),
            (field("boats", "List[Boat]", to("Boat"), true), "boats", Rule::BodyListLink),
            (field("wreck", "str", Link::None, false), "wreck", Rule::BodyLast),
            // A reference with an empty link is no body, so that the last required parameter is.
            (field("rig", "Rig", Link::Empty, true), "dry", Rule::BodyLast),
            (field("filter", "object", Link::Empty, true), "dry", Rule::BodyLast),
            (field("body", "str", Link::Empty, true), "dry", Rule::BodyLast),
        ];
        for (candidate, name, rule) in table {
            let fields = [query.clone(), dry.clone(), candidate];
            assert_eq!(chosen(&fields, request), (Some((name.to_owned(), rule)), vec![]), "{fields:?}");
        }
        let optional = [query.clone(), field("note", "str", Link::None, true)];
        assert_eq!(chosen(&optional, request).0, Some(("note".to_owned(), Rule::BodyLast)));
        assert_eq!(chosen(&[], request), (None, vec![Rule::BodyUnfound]));
    }

    #[test]
    fn what_is_known_about_the_request_counts() {
        let json = [JSON.to_owned()];
        let request = Request { method: "POST", consumes: &json, is_exact: true, dialect: Dialect::Nextgen };
        let (wreck, rig) = (field("wreck", "str", Link::None, false), field("rig", "Rig", Link::None, false));
        let none = |field: &Field, request| {
            assert_eq!(chosen(std::slice::from_ref(field), request), (None, vec![]), "{request:?}")
        };
        for method in ["GET", "HEAD", "OPTIONS", "TRACE"] {
            none(&wreck, Request { method, ..request });
        }
        assert!(chosen(std::slice::from_ref(&wreck), Request { method: "DELETE", ..request }).0.is_some());
        none(&wreck, Request { consumes: &[], ..request });
        none(&wreck, Request { is_exact: false, ..request });
        none(&rig, Request { consumes: &[], ..request });
        assert_eq!(
            chosen(std::slice::from_ref(&rig), Request { dialect: Dialect::Prior, ..request }).0.unwrap().1,
            Rule::BodyLast
        );
        // A link is a body even where no media type is printed.
        let boat = field("boat", "Boat", to("Boat"), false);
        let codegen = Request { consumes: &[], is_exact: false, ..request };
        assert!(chosen(std::slice::from_ref(&boat), codegen).0.is_some());
        none(&field("extra", "object", Link::None, false), Request { is_exact: false, ..request });
    }

    #[test]
    fn of_several_the_likelier_is_taken() {
        let json = [JSON.to_owned()];
        let request = Request { method: "POST", consumes: &json, is_exact: true, dialect: Dialect::Nextgen };
        let lists =
            [field("labels", "List[Label]", to("Label"), false), field("boat", "List[Boat]", to("Boat"), false)];
        assert_eq!(chosen(&lists, request).0.unwrap().0, "boat");
        let models = [field("boat", "Boat", to("Boat"), false), field("crew", "Crew", to("Crew"), false)];
        assert_eq!(
            chosen(&models, request),
            (Some(("boat".to_owned(), Rule::BodyModelLink)), vec![Rule::SeveralBodies])
        );
        assert!(is_linked_model(&models[0]) && !is_linked_model(&lists[0]));
    }
}
