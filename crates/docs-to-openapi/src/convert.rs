//! The conversion, from pages to document and report.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::build::document::{self, Parts};
use crate::build::merge::{self, Written};
use crate::build::security::Schemes;
use crate::build::{Context, Uses, models, operation};
use crate::dialect::{self, Dialect};
use crate::facts::{ApiPage, ModelPage};
use crate::infer::evidence::Evidence;
use crate::infer::form::SharedNames;
use crate::infer::header::KeyParameters;
use crate::infer::location::SdkParameters;
use crate::infer::{parents, security, style};
use crate::page::{api, model, readme};
use crate::pages::README;
use crate::report::{Kind, Report, Subject};
#[cfg(feature = "sources")]
use crate::source::Sources;
#[cfg(feature = "sources")]
use crate::witness;
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
/// Fails only if no document can be written: no API page that can be read, a page asked for that does not exist, or a
/// problem where [`Options::strict`] allows none. Everything else that is wrong with a page becomes a row of kind
/// [`Problem`](crate::Kind::Problem) in the report.
pub fn convert(pages: &Pages, options: &Options) -> Result<Conversion, Error> {
    let mut report = Report::default();
    let sorted = Sorted::new(pages, options, &mut report)?;
    let readme = readme::readme(pages.readme(), &mut report);
    #[cfg_attr(not(feature = "sources"), allow(unused_mut, reason = "only the sources change what pages say"))]
    let (mut api_pages, mut other_pages) = sorted.api_pages(options, &mut report);
    let Some(first) = api_pages.first().map(|page| page.file.clone()) else {
        return Err(Error::NoApiPage { pages: pages.len() });
    };
    let stale = check::method_tables(&api_pages, &readme, &mut report);
    let (mut model_pages, mut faults) = sorted.model_pages();
    #[cfg(feature = "sources")]
    let has_sources = {
        let sources = Sources::read(pages.sources());
        if !sources.is_empty() {
            witness::operations(&mut api_pages, &sources, &mut report);
            witness::operations(&mut other_pages, &sources, &mut Report::default());
            witness::models(&mut model_pages, &sources, &mut faults);
        }
        !sources.is_empty()
    };
    #[cfg(not(feature = "sources"))]
    let has_sources = false;
    check::cut_off(&api_pages, &model_pages, &mut faults, &mut report);
    security::complete(&mut api_pages, &readme.listed_schemes, &mut report);
    // The names are those of the whole SDK, whichever of its pages are converted.
    let all_pages: Vec<&ApiPage> = api_pages.iter().chain(&other_pages).collect();
    if !has_sources {
        parents::add(&mut model_pages, &all_pages, &mut faults);
    }
    let paths = all_pages.iter().flat_map(|page| printed_paths(page));
    let paths = paths.chain(readme.operations.iter().map(|listed| (listed.path.as_str(), listed.class.as_str())));
    let evidence = Evidence::gather(&all_pages, &model_pages, paths);
    let wire = style::style(options, evidence, all_pages.len(), &first, &mut report);
    let sdk = SdkParameters { keys: KeyParameters::of(&readme.schemes), shared: SharedNames::of(&all_pages) };
    let context = Context { options, wire: &wire, sdk: &sdk, models: &model_pages };
    let mut schemes = Schemes::described(&readme.schemes, &all_pages, options, &mut report);
    let mut uses = Uses::default();
    let written = operations(&api_pages, &sorted, &context, &mut schemes, &mut uses, &mut report);
    let (paths, operations) = merge::paths(written, &stale, &mut report);
    let only_reached = !options.api_pages.is_empty();
    let schemas = models::schemas(only_reached, &context, &mut uses, &faults, &mut report);
    report.operations = operations;
    report.schemas = schemas.len();
    let parts = Parts { paths, schemas, security_schemes: schemes.into_value() };
    let document = document::document(&api_pages, &readme, parts, options, &mut report);
    if options.strict
        && let Some(first) = report.of(Kind::Problem).next()
    {
        return Err(Error::Problems { problems: report.count(Kind::Problem), first: first.to_string() });
    }
    Ok(Conversion { document, report })
}

fn printed_paths(page: &ApiPage) -> impl Iterator<Item = (&str, &str)> {
    page.operations.iter().map(|operation| (operation.path.as_str(), page.file.as_str()))
}

fn operations(
    pages: &[ApiPage],
    sorted: &Sorted<'_>,
    context: &Context<'_>,
    schemes: &mut Schemes,
    uses: &mut Uses,
    report: &mut Report,
) -> Vec<Written> {
    let mut written = Vec::new();
    for page in pages {
        let tag = document::tag(&page.class);
        let dialect = sorted.dialect_of(&page.file);
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
                value: operation::operation(printed, tag, dialect, context, schemes, uses, &mut notes),
            });
        }
    }
    written
}

/// The pages by what they are, with the dialect of each.
struct Sorted<'a> {
    api: Vec<(&'a str, &'a str)>,
    models: Vec<(&'a str, &'a str)>,
    dialects: BTreeMap<&'a str, Dialect>,
    usual: Dialect,
}

impl<'a> Sorted<'a> {
    fn new(pages: &'a Pages, options: &Options, report: &mut Report) -> Result<Self, Error> {
        let (mut api, mut models, mut dialects) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (file, text) in pages.docs() {
            let sort = if api::is_api_page(text) {
                &mut api
            } else if model::is_model_page(text) {
                &mut models
            } else {
                report.about(Subject::Page(file.to_owned()), file).add(
                    Rule::PageIgnored,
                    0,
                    "the page has neither a method table nor a chapter on properties",
                );
                continue;
            };
            sort.push((file, text));
            if let Some(dialect) = Dialect::of(text) {
                dialects.insert(file, dialect);
            }
        }
        if api.is_empty() {
            return Err(Error::NoApiPage { pages: pages.len() });
        }
        for name in &options.api_pages {
            if !api.iter().any(|(file, _)| file == name) {
                let exists = pages.docs().any(|(file, _)| file == name);
                return Err(if exists {
                    Error::NotAnApiPage { page: name.clone() }
                } else {
                    let api_pages = api.iter().map(|(file, _)| (*file).to_owned()).collect();
                    Error::NoSuchPage { page: name.clone(), api_pages }
                });
            }
        }
        let usual = dialect::usual(dialects.values().copied());
        if usual.is_none() {
            let first = api.first().map_or(README, |(file, _)| file);
            report.about(Subject::Page(first.to_owned()), first).add(
                Rule::DialectDefault,
                0,
                "no page tells its dialect; all are read as `nextgen`",
            );
        }
        Ok(Self { api, models, dialects, usual: usual.unwrap_or(Dialect::Nextgen) })
    }

    fn dialect_of(&self, file: &str) -> Dialect {
        self.dialects.get(file).copied().unwrap_or(self.usual)
    }

    /// Reads the API pages: those to convert, and the others, whose faults do not matter.
    fn api_pages(&self, options: &Options, report: &mut Report) -> (Vec<ApiPage>, Vec<ApiPage>) {
        let (mut wanted, mut others) = (Vec::new(), Vec::new());
        for (file, text) in &self.api {
            let dialect = self.dialect_of(file);
            if options.api_pages.is_empty() || options.api_pages.iter().any(|name| name == file) {
                wanted.extend(api::api_page(file, text, dialect, report));
            } else {
                others.extend(api::api_page(file, text, dialect, &mut Report::default()));
            }
        }
        (wanted, others)
    }

    /// Reads the model pages; what is wrong with one is reported only if the model is written.
    fn model_pages(&self) -> (BTreeMap<String, ModelPage>, BTreeMap<String, Report>) {
        let mut pages = BTreeMap::new();
        let mut faults = BTreeMap::new();
        for (file, text) in &self.models {
            let mut report = Report::default();
            let page = model::model_page(file, text, self.dialect_of(file), &mut report);
            faults.insert(page.name.clone(), report);
            pages.insert(page.name.clone(), page);
        }
        (pages, faults)
    }
}
