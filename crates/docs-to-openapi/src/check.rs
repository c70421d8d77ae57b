//! Cross-checks: a page says many things twice, and damage shows where the two differ.

use std::collections::BTreeMap;

use crate::Rule;
use crate::page::api::{ApiPage, Operation};
use crate::page::block::{Block, Returns};
use crate::page::model::ModelPage;
use crate::page::readme::Readme;
use crate::pages::README;
use crate::report::{Notes, Report, Subject};

/// Compares an operation's call line with its tables.
pub(crate) fn block(operation: &Operation, block: &Block, notes: &mut Notes<'_>) {
    let Some(call) = &block.call else { return };
    let line = call.line;
    if let Some(fields) = &block.parameters {
        for (name, required) in &call.value.parameters {
            match fields.value.iter().find(|field| field.name == *name) {
                None => notes.add(
                    Rule::ParameterMissing,
                    line,
                    format!("the call line of `{}` has `{name}`, which the table of parameters lacks", operation.name),
                ),
                Some(field) if field.notes.optional == *required => notes.add(
                    Rule::PageDisagreement,
                    field.line,
                    format!(
                        "`{name}` is {} here, but not in the call line {line}",
                        if *required { "optional" } else { "required" }
                    ),
                ),
                Some(_) => {}
            }
        }
        let listed = |name: &str| call.value.parameters.iter().any(|(known, _)| known == name);
        for field in fields.value.iter().filter(|field| !listed(&field.name)) {
            notes.add(
                Rule::PageDisagreement,
                field.line,
                format!("`{}` is in the table, but not in the call line {line}", field.name),
            );
        }
    }
    if let Some(returns) = &block.returns {
        let printed = match &returns.value {
            Returns::Nothing => None,
            Returns::Value(cell) => Some(cell.name.as_str()),
        };
        if printed != call.value.returns.as_deref() {
            notes.add(
                Rule::PageDisagreement,
                returns.line,
                format!(
                    "the return type is `{}` here, but `{}` in the call line {line}",
                    printed.unwrap_or("void"),
                    call.value.returns.as_deref().unwrap_or("void")
                ),
            );
        }
    }
}

/// Looks for blocks and model pages without the links that end them.
///
/// Where no page has such links, the vendor's template leaves them out and they tell nothing.
pub(crate) fn cut_off(
    pages: &[ApiPage],
    models: &BTreeMap<String, ModelPage>,
    faults: &mut BTreeMap<String, Report>,
    report: &mut Report,
) {
    let blocks = || {
        let operations = pages.iter().flat_map(|page| page.operations.iter().map(move |operation| (page, operation)));
        operations.filter_map(|(page, operation)| Some((page, operation, operation.block.as_ref()?)))
    };
    let any = blocks().any(|(_, _, block)| block.closed) || models.values().any(|model| model.closed);
    if !any {
        return;
    }
    for (page, operation, block) in blocks().filter(|(_, _, block)| !block.closed) {
        let subject = Subject::Operation(operation.name.clone());
        report.about(subject, &page.file).add(
            Rule::PageCutOff,
            block.line,
            "the block lacks the links at its end; is the page cut off?",
        );
    }
    for (name, model) in models.iter().filter(|(_, model)| !model.closed) {
        let subject = Subject::Model(name.clone());
        faults.entry(name.clone()).or_default().about(subject, &model.file).add(
            Rule::PageCutOff,
            model.line,
            "the page lacks the links at its end; is it cut off?",
        );
    }
}

/// Compares an API page's method table with the front page's.
pub(crate) fn method_table(page: &ApiPage, readme: &Readme, report: &mut Report) {
    for operation in &page.operations {
        let listed =
            readme.operations.iter().find(|listed| listed.class == page.class && listed.name == operation.name);
        let Some(listed) = listed else { continue };
        if (&listed.method, &listed.path) != (&operation.method, &operation.path) {
            report.about(Subject::Operation(operation.name.clone()), &page.file).add(
                Rule::PageDisagreement,
                operation.line,
                format!(
                    "the operation is {} {} here, but {} {} in {README}:{}",
                    operation.method, operation.path, listed.method, listed.path, listed.line
                ),
            );
        }
    }
}
