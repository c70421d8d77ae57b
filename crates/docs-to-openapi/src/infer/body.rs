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
