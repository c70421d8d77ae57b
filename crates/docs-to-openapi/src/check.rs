//! Cross-checks: a page says many things twice, and damage shows where the two differ.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::Rule;
use crate::facts::{ApiPage, Block, Field, ModelPage, Operation, Returns};
use crate::page::readme::Readme;
use crate::pages::README;
use crate::report::{Notes, Report, Subject};

/// Compares an operation's call line with its tables.
pub(crate) fn block(operation: &Operation, block: &Block, notes: &mut Notes<'_>) {
    let Some(call) = &block.call else { return };
    let line = call.line;
    if let Some(fields) = &block.parameters {
        let rows: HashMap<&str, &Field> = fields.value.iter().map(|field| (field.name.as_str(), field)).collect();
        let listed: HashMap<&str, bool> =
            call.value.parameters.iter().map(|(name, required)| (name.as_str(), *required)).collect();
        for (name, required) in &call.value.parameters {
            match rows.get(name.as_str()) {
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
        // Some generators leave optional parameters out of the call line.
        let unlisted = |field: &&Field| !field.notes.optional && !listed.contains_key(field.name.as_str());
        for field in fields.value.iter().filter(unlisted) {
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
            Returns::Value(cell) => Some(cell.text.as_str()),
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

/// Compares the API pages' method tables with the front page's, and returns the files that it does not list.
pub(crate) fn method_tables(pages: &[ApiPage], readme: &Readme, report: &mut Report) -> HashSet<String> {
    let listed: HashMap<(&str, &str), _> =
        readme.operations.iter().map(|listed| ((listed.class.as_str(), listed.name.as_str()), listed)).collect();
    let classes: HashMap<&str, usize> =
        readme.operations.iter().map(|listed| (listed.class.as_str(), listed.line)).collect();
    let mut stale = HashSet::new();
    for page in pages {
        if !classes.is_empty() && !classes.contains_key(page.class.as_str()) {
            let fact = format!("{README} lists no operation of `{}`; is the page a leftover?", page.class);
            report.about(Subject::Page(page.file.clone()), &page.file).add(Rule::PageStale, 1, fact);
            stale.insert(page.file.clone());
        }
        for operation in &page.operations {
            let Some(listed) = listed.get(&(page.class.as_str(), operation.name.as_str())) else { continue };
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
    stale
}
