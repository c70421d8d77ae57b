//! The conversion, from pages to document and report.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::build::document::{self, Parts};
use crate::build::merge::{self, Written};
use crate::build::security::Schemes;
use crate::build::{Context, Uses, models, operation};
use crate::dialect::{self, Dialect};
use crate::infer::style::{self, PrintedPath};
use crate::page::api::{self, ApiPage};
use crate::page::model::{self, ModelPage};
use crate::page::readme::{self, Readme};
use crate::pages::README;
use crate::report::{Report, Subject};
use crate::{Error, Options, Pages, Rule, check};

/// A document and what is to be known about it.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// The OpenAPI 3.0.3 document.
    pub document: Value,
    /// Everything that was inferred, left unknown or found wrong.
    pub report: Report,
}

/// Converts pages to an OpenAPI document.
///
/// The result depends on nothing but the arguments: the same pages and options give the same
/// document, and [`to_yaml`](crate::to_yaml) the same bytes.
///
/// # Errors
///
/// Fails only if no document can be written: no API page, a page asked for that does not exist,
/// an unreadable method table, or a dialect that is not supported. Everything else that is wrong
/// with a page becomes a row of kind [`Problem`](crate::Kind::Problem) in the report.
pub fn convert(pages: &Pages, options: &Options) -> Result<Conversion, Error> {
    let mut report = Report::default();
    let sorted = Sorted::new(pages, options, &mut report)?;
    let dialect = dialect::detect(sorted.api.iter().chain(&sorted.models).copied())?;
    let first = sorted.api.first().map_or(README, |(file, _)| *file);
    if dialect.is_none() {
        report.about(Subject::Page(first.to_owned()), first).add(
            Rule::DialectDefault,
            0,
            "no page tells its dialect; it is read as `nextgen`",
        );
    }
    let dialect = dialect.map_or(Dialect::Nextgen, |seen| seen.dialect);
    let readme = readme::readme(pages.readme(), &mut report);
    let mut api_pages = Vec::new();
    for (file, text) in &sorted.api {
        let page = api::api_page(file, text, &mut report)?;
        check::method_table(&page, &readme, &mut report);
        api_pages.push(page);
    }
    let (model_pages, mut faults) = sorted.model_pages();
    check::cut_off(&api_pages, &model_pages, &mut faults, &mut report);
    let paths = printed_paths(&api_pages, &sorted.other_api, &readme);
    let wire = style::style(options, &paths, first, &mut report);
    let context = Context { options, spelling: dialect.spelling(), wire: &wire, models: &model_pages };
    let mut schemes = Schemes::described(&readme.schemes, options, &mut report);
    let mut uses = Uses::default();
    let written = operations(&api_pages, &context, &mut schemes, &mut uses, &mut report);
    let (paths, operations) = merge::paths(written, &mut report);
    let only_reached = !options.api_pages.is_empty();
    let schemas = models::schemas(only_reached, &context, &mut uses, &faults, &mut report);
    report.operations = operations;
    report.schemas = schemas.len();
    let parts = Parts { paths, schemas, security_schemes: schemes.into_value() };
    let document = document::document(&api_pages, &readme, parts, options, &mut report);
    Ok(Conversion { document, report })
}

fn operations(
    pages: &[ApiPage],
    context: &Context<'_>,
    schemes: &mut Schemes,
    uses: &mut Uses,
    report: &mut Report,
) -> Vec<Written> {
    let mut written = Vec::new();
    for page in pages {
        let tag = document::tag(&page.class);
        for printed in &page.operations {
            let mut notes = report.about(Subject::Operation(printed.name.clone()), &page.file);
            if let Some(block) = &printed.block {
                check::block(printed, block, &mut notes);
            }
            written.push(Written {
                name: printed.name.clone(),
                method: printed.method.clone(),
                path: printed.path.clone(),
                tag: tag.to_owned(),
                file: page.file.clone(),
                line: printed.block.as_ref().map_or(printed.line, |block| block.line),
                value: operation::operation(printed, tag, context, schemes, uses, &mut notes),
            });
        }
    }
    written
}

/// The pages by what they are.
struct Sorted<'a> {
    /// The API pages to convert.
    api: Vec<(&'a str, &'a str)>,
    /// The other API pages; only their paths count.
    other_api: Vec<(&'a str, &'a str)>,
    models: Vec<(&'a str, &'a str)>,
}

impl<'a> Sorted<'a> {
    fn new(pages: &'a Pages, options: &Options, report: &mut Report) -> Result<Self, Error> {
        let (mut api, mut models, mut ignored) = (Vec::new(), Vec::new(), Vec::new());
        for (file, text) in pages.docs() {
            if api::is_api_page(text) {
                api.push((file, text));
            } else if model::is_model_page(text) {
                models.push((file, text));
            } else {
                ignored.push((file, text));
                report.about(Subject::Page(file.to_owned()), file).add(
                    Rule::PageIgnored,
                    0,
                    "the page has neither a method table nor a chapter on properties",
                );
            }
        }
        // A dialect that is not read yet has other headings, so it is recognised before all else.
        dialect::detect(ignored.into_iter())?;
        if api.is_empty() {
            return Err(Error::NoApiPage { pages: pages.len() });
        }
        for name in &options.api_pages {
            if !api.iter().any(|(file, _)| file == name) {
                let exists = pages.docs().any(|(file, _)| file == name);
                return Err(if exists {
                    Error::NotAnApiPage { page: name.clone() }
                } else {
                    let known = api.iter().map(|(file, _)| (*file).to_owned()).collect();
                    Error::NoSuchPage { page: name.clone(), known }
                });
            }
        }
        let wanted = |file: &str| options.api_pages.is_empty() || options.api_pages.iter().any(|name| name == file);
        let (api, other_api) = api.into_iter().partition(|(file, _)| wanted(file));
        Ok(Self { api, other_api, models })
    }

    /// Reads the model pages; what is wrong with one is reported only if the model is written.
    fn model_pages(&self) -> (BTreeMap<String, ModelPage>, BTreeMap<String, Report>) {
        let mut pages = BTreeMap::new();
        let mut faults = BTreeMap::new();
        for (file, text) in &self.models {
            let mut report = Report::default();
            let page = model::model_page(file, text, &mut report);
            faults.insert(page.name.clone(), report);
            pages.insert(page.name.clone(), page);
        }
        (pages, faults)
    }
}

/// Every path that any page prints: the style of wire names is one for the whole SDK.
fn printed_paths(pages: &[ApiPage], others: &[(&str, &str)], readme: &Readme) -> Vec<PrintedPath> {
    let of_page = |page: &ApiPage| {
        let paths = page.operations.iter().map(|operation| PrintedPath {
            path: operation.path.clone(),
            file: page.file.clone(),
            line: operation.line,
        });
        paths.collect::<Vec<_>>()
    };
    let mut paths: Vec<PrintedPath> = pages.iter().flat_map(of_page).collect();
    for (file, text) in others {
        // What is wrong with a page that is not converted does not matter here.
        if let Ok(page) = api::api_page(file, text, &mut Report::default()) {
            paths.extend(of_page(&page));
        }
    }
    paths.extend(readme.operations.iter().map(|listed| PrintedPath {
        path: listed.path.clone(),
        file: README.to_owned(),
        line: listed.line,
    }));
    paths
}
