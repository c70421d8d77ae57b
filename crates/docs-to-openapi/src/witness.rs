//! The sources as a witness: what they name exactly takes the place of what would be inferred.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Rule;
use crate::facts::{ApiPage, Block, Field, ModelPage, Place, Shape, Type};
use crate::literal;
use crate::report::{Notes, Report, Subject};
use crate::source::{Limits, Operation, Sources};

/// Completes the API pages.
pub(crate) fn operations(pages: &mut [ApiPage], sources: &Sources, report: &mut Report) {
    for page in pages {
        let mut witnessed = 0;
        for printed in &mut page.operations {
            let Some(source) = sources.operation(&page.class, &printed.name) else { continue };
            witnessed += 1;
            let mut notes = report.about(Subject::Operation(printed.name.clone()), &page.file);
            if let Some(block) = &mut printed.block {
                complete(block, source, &mut notes);
            }
        }
        if witnessed > 0 {
            let fact = format!("names, locations and schemes of {witnessed} operations are those of the sources");
            report.about(Subject::Page(page.file.clone()), &page.file).add(Rule::SourceWitness, 0, fact);
        }
    }
}

fn complete(block: &mut Block, source: &Operation, notes: &mut Notes<'_>) {
    // A page that prints all places has been generated with them; the source can add nothing.
    if block.complete {
        return;
    }
    for field in block.parameters.iter_mut().flat_map(|fields| &mut fields.value) {
        if let Some(limits) = source.limits.get(&field.name) {
            limit(field, limits, notes);
        }
        match source.parameters.get(&field.name) {
            Some((place, wire)) => {
                field.place = Some(*place);
                field.wire = (*place != Place::Body).then(|| wire.clone());
            }
            None => notes.add(
                Rule::SourceDisagreement,
                field.line,
                format!(
                    "the source of the operation does nothing with `{}`; its name and location are inferred",
                    field.name
                ),
            ),
        }
    }
    let (Some(printed), Some(names)) = (&mut block.authorization, &source.authorization) else { return };
    if printed.value != *names {
        let list = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        let fact = format!("the page names the security schemes {}, the source {}", list(&printed.value), list(names));
        notes.add(Rule::SourceDisagreement, printed.line, fact);
        printed.value.clone_from(names);
    }
}

/// Limits the values of a field; a page that prints other values disagrees.
fn limit(field: &mut Field, limits: &Limits, notes: &mut Notes<'_>) {
    field.notes.limits.clone_from(&limits.keywords);
    if limits.values.is_empty() {
        return;
    }
    let noted = field.notes.values.as_deref().and_then(literal::items);
    let printed = noted.or_else(|| values_of(&field.cell.ty).map(<[Value]>::to_vec));
    if !limit_type(&mut field.cell.ty, &limits.values) {
        return;
    }
    field.notes.values = None;
    if let Some(printed) = printed.filter(|printed| *printed != limits.values) {
        disagree(&printed, &limits.values, &format!("`{}`", field.name), field.line, notes);
    }
}

fn disagree(printed: &[Value], values: &[Value], what: &str, line: usize, notes: &mut Notes<'_>) {
    let list = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let fact = format!("the page allows {what} to be {}, the source {}", list(printed), list(values));
    notes.add(Rule::SourceDisagreement, line, fact);
}

/// Returns the values that the innermost type is limited to.
fn values_of(ty: &Type) -> Option<&[Value]> {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => values_of(inner),
        Type::Enum(_, values) => Some(values),
        _ => None,
    }
}

/// Limits the innermost type; says whether it is one whose values can be limited.
fn limit_type(ty: &mut Type, values: &[Value]) -> bool {
    match ty {
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => limit_type(inner, values),
        Type::String(_) | Type::Integer(_) | Type::Number(_) => {
            *ty = Type::Enum(Box::new(ty.clone()), values.to_vec());
            true
        }
        Type::Enum(_, printed) => {
            *printed = values.to_vec();
            true
        }
        _ => false,
    }
}

/// Takes the members of an enumeration.
fn enumerate(line: usize, shape: &mut Shape, members: &[(String, String)], notes: &mut Notes<'_>) {
    let read = |members: &[(String, String)]| {
        members.iter().filter_map(|(_, value)| literal::literal(value)).collect::<Vec<_>>()
    };
    match shape {
        Shape::Values(printed) if read(printed) != read(members) => {
            disagree(&read(printed), &read(members), "the model", line, notes);
        }
        Shape::Properties(fields, None) if fields.is_empty() => {}
        _ => return,
    }
    *shape = Shape::Values(members.to_vec());
}

/// Completes the model pages; its faults are reported only if the model is written.
pub(crate) fn models(
    pages: &mut BTreeMap<String, ModelPage>,
    sources: &Sources,
    faults: &mut BTreeMap<String, Report>,
) {
    let names: Vec<String> = pages.keys().cloned().collect();
    for name in names {
        let Some(source) = sources.model(&name) else { continue };
        let parents: Vec<String> = source.parents.iter().filter(|parent| adds(parent, &name, pages)).cloned().collect();
        let Some(page) = pages.get_mut(&name) else { continue };
        let report = faults.entry(name.clone()).or_default();
        let mut notes = report.about(Subject::Model(name.clone()), &page.file);
        if !source.members.is_empty() {
            enumerate(page.line, &mut page.shape, &source.members, &mut notes);
            continue;
        }
        if let Shape::Properties(fields, _) = &mut page.shape {
            for field in fields {
                if let Some(limits) = source.limits.get(&field.name) {
                    limit(field, limits, &mut notes);
                }
                match source.wire.get(&field.name) {
                    Some(wire) => field.wire = Some(wire.clone()),
                    None => notes.add(
                        Rule::SourceDisagreement,
                        field.line,
                        format!("the source of the model has no `{}`; its name on the wire is inferred", field.name),
                    ),
                }
            }
        }
        notes.add(Rule::SourceWitness, page.line, "the names of the properties are those of the sources");
        page.parents = parents;
    }
}

/// Says whether a parent has properties that the child's page does not repeat.
fn adds(parent: &str, child: &str, pages: &BTreeMap<String, ModelPage>) -> bool {
    let names = |name: &str| match pages.get(name).map(|page| &page.shape) {
        Some(Shape::Properties(fields, _)) => fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    let own = names(child);
    parent != child && names(parent).iter().any(|name| !own.contains(name))
}
