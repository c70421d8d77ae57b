//! What an SDK's own sources say, next to its pages and the specification.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{above, docs, repository};
use crate::fidelity::{self, Specification};
use crate::reconstruct;
use crate::source::{Input, Source};
use crate::workspace::{Provider, Workspace};
use crate::yaml;

/// Reports which facts of the specification the sources tell and the pages do not, and which they contradict.
pub(super) fn report(workspace: &Workspace, provider: &Provider, from: Option<&Path>) -> Result<String> {
    let source = Source::read(&provider.source())?;
    let Input::Pages(reading) = source.input()? else {
        return Ok("a published document has no sources".to_owned());
    };
    let mut pages = docs_to_openapi::read_dir(&workspace.pages().join(&provider.name))?;
    let options = reconstruct::pages::options(&source, reading)?;
    let text = std::fs::read_to_string(provider.openapi()).context("there is no specification to compare with")?;
    let truth = Specification::new(yaml::from_str(&text)?);
    let misses = |pages: &docs_to_openapi::Pages| -> Result<BTreeSet<String>> {
        let document = docs_to_openapi::convert(pages, &options)?.document;
        Ok(fidelity::misses(&truth, &Specification::new(document)).into_iter().collect())
    };
    let by_pages = misses(&pages)?;
    let repository = repository(&source, from)?;
    let dir = source.sources().unwrap_or_else(|| above(docs(&source)));
    let mut files = repository.list(dir)?;
    files.retain(|file| file.ends_with(".py"));
    if files.is_empty() {
        bail!("{} has no Python file below {dir:?}; record the package as `sources` of [source]", repository.name());
    }
    for file in &files {
        // A file that is not text is no generated one.
        if let Ok(text) = String::from_utf8(repository.read(file)?) {
            pages.insert_source(file.clone(), text);
        }
    }
    let by_sources = misses(&pages)?;
    let mut text = format!("{} files of Python read\n", files.len());
    let mut list = |words: &str, left: &BTreeSet<String>, right: &BTreeSet<String>| {
        let misses: Vec<&String> = left.difference(right).collect();
        text += &format!("{} {words}\n", misses.len());
        misses.iter().for_each(|miss| text += &format!("  {miss}\n"));
    };
    list("facts of the specification that the sources tell and the pages do not:", &by_pages, &by_sources);
    list("facts of the specification that the sources contradict and the pages do not:", &by_sources, &by_pages);
    Ok(text)
}
