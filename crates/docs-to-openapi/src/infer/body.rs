//! Which parameter is the request body.

use super::location::Typed;
use crate::Rule;
use crate::names::folded;
use crate::page::text::Link;
use crate::report::Notes;
use crate::types::Type;

/// Names that generators make up for bodies that are no models.
const NAMES: [&str; 2] = ["body", "request_body"];

/// Chooses the request body among the parameters that are neither in the path nor in the header.
///
/// Returns the parameter's index and the rule that chose it.
pub(crate) fn choose(
    open: &[(usize, &Typed<'_>)],
    consumes: &[String],
    notes: &mut Notes<'_>,
) -> Option<(usize, Rule)> {
    let mut candidates =
        open.iter().filter_map(|(at, parameter)| Some((*at, *parameter, by_itself(parameter, consumes)?)));
    if let Some((at, _, rule)) = candidates.next() {
        for (_, other, _) in candidates {
            notes.add(
                Rule::SeveralBodies,
                other.field.line,
                format!(
                    "parameter `{}` can be the request body too; it is taken for a query parameter",
                    other.field.name
                ),
            );
        }
        return Some((at, rule));
    }
    if consumes.is_empty() {
        return None;
    }
    let list = linked_container(open);
    if list.is_none() {
        let line = open.first().map_or(0, |(_, parameter)| parameter.field.line);
        notes.add(
            Rule::BodyUnfound,
            line,
            format!("the request has media type {}, but no parameter can be the body", consumes.join(", ")),
        );
    }
    list.map(|at| (at, Rule::BodyListLink))
}

fn by_itself(parameter: &Typed<'_>, consumes: &[String]) -> Option<Rule> {
    let field = parameter.field;
    match (&parameter.ty, &field.ty.link) {
        (Type::Named(_), Link::To(_)) => Some(Rule::BodyModelLink),
        // A reference that is no body has an empty link; an alias in a body has none.
        (Type::Named(_), Link::None) if !consumes.is_empty() => Some(Rule::BodyUnlinkedModel),
        (_, Link::Empty) => None,
        _ if NAMES.contains(&field.name.as_str()) => Some(Rule::BodyByName),
        _ => None,
    }
}

/// A list or map of models can be a body or not; the one named after its model is likelier.
fn linked_container(open: &[(usize, &Typed<'_>)]) -> Option<usize> {
    let linked: Vec<_> =
        open.iter().filter(|(_, parameter)| parameter.ty.is_container() && parameter.ty.model().is_some()).collect();
    linked
        .iter()
        .find(|(_, parameter)| {
            let model = parameter.ty.model().map(folded);
            model.is_some_and(|model| model == folded(&parameter.field.name))
        })
        .or_else(|| linked.first())
        .map(|(at, _)| *at)
}
