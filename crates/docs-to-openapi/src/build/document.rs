//! The document as a whole.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::facts::ApiPage;
use crate::page::readme::Readme;
use crate::pages::README;
use crate::report::{Report, Subject};
use crate::{Options, Rule};

/// The parts that are written on their own.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) paths: Value,
    pub(crate) schemas: Map<String, Value>,
    pub(crate) security_schemes: Option<Value>,
}

/// Puts the document together.
pub(crate) fn document(
    pages: &[ApiPage],
    readme: &Readme,
    parts: Parts,
    options: &Options,
    report: &mut Report,
) -> Value {
    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.0.3"));
    document.insert("info".to_owned(), info(pages, readme, report));
    if let Some(url) = server(pages, readme, report) {
        document.insert("servers".to_owned(), json!([{"url": url}]));
    }
    document.insert("tags".to_owned(), tags(pages, options));
    document.insert("paths".to_owned(), parts.paths);
    let mut components = Map::new();
    if !parts.schemas.is_empty() {
        components.insert("schemas".to_owned(), Value::Object(parts.schemas));
    }
    if let Some(schemes) = parts.security_schemes {
        components.insert("securitySchemes".to_owned(), schemes);
    }
    document.insert("components".to_owned(), Value::Object(components));
    Value::Object(document)
}

/// The tag of an API class.
pub(crate) fn tag(class: &str) -> &str {
    class.strip_suffix("Api").filter(|tag| !tag.is_empty()).unwrap_or(class)
}

fn info(pages: &[ApiPage], readme: &Readme, report: &mut Report) -> Value {
    let mut title: Option<(&ApiPage, &str)> = None;
    for page in pages {
        let Some(package) = &page.package else {
            continue;
        };
        match title {
            None => title = Some((page, &package.value)),
            Some((first, earlier)) if earlier != package.value => {
                about(&page.file, report).add(
                    Rule::PageDisagreement,
                    package.line,
                    format!("the package is `{}`, but `{earlier}` in {}", package.value, first.file),
                );
            }
            Some(_) => {}
        }
    }
    if title.is_none() {
        let file = pages.first().map_or(README, |page| &page.file);
        about(file, report).add(Rule::TitleUnknown, 0, "the heading names no package");
    }
    if readme.version.is_none() {
        about(README, report).add(Rule::VersionUnknown, 0, "no API version is printed");
    }
    let version = readme.version.as_ref().map(|version| version.value.as_str());
    json!({
        "title": title.map_or("unknown", |(_, title)| title),
        "version": version.unwrap_or("unknown"),
    })
}

fn about<'a>(file: &'a str, report: &'a mut Report) -> crate::report::Notes<'a> {
    report.about(Subject::Page(file.to_owned()), file)
}

/// The pages name one base URL; where they differ the API page's counts, not the front page's.
fn server(pages: &[ApiPage], readme: &Readme, report: &mut Report) -> Option<String> {
    let printed = pages
        .iter()
        .map(|page| (page.file.as_str(), page.base_url.as_ref()))
        .chain([(README, readme.base_url.as_ref())])
        .filter_map(|(file, url)| Some((file, url?)));
    let mut chosen: Option<(&str, &str, usize)> = None;
    for (file, url) in printed {
        match chosen {
            None => chosen = Some((file, &url.value, url.line)),
            Some((first, earlier, line)) if earlier != url.value => {
                about(file, report).add(
                    Rule::PageDisagreement,
                    url.line,
                    format!("the base URL is {}, but {earlier} in {first}:{line}", url.value),
                );
            }
            Some(_) => {}
        }
    }
    if chosen.is_none() {
        let file = pages.first().map_or(README, |page| &page.file);
        about(file, report).add(Rule::ServerUnknown, 0, "no base URL is printed");
    }
    chosen.map(|(_, url, _)| url.to_owned())
}

fn tags(pages: &[ApiPage], options: &Options) -> Value {
    let mut tags: Vec<Value> = Vec::new();
    let mut seen = HashSet::new();
    for page in pages {
        let name = tag(&page.class);
        if !seen.insert(name) {
            continue;
        }
        let mut written = Map::new();
        written.insert("name".to_owned(), json!(name));
        if let Some(words) = page.description.as_ref().filter(|_| options.keeps_prose()) {
            written.insert("description".to_owned(), json!(words));
        }
        tags.push(Value::Object(written));
    }
    Value::Array(tags)
}
