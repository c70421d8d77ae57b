//! What an SDK's own sources say, next to its pages and the specification.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{above, repository};
use crate::fidelity::{self, Specification};
use crate::reconstruct;
use crate::source::{Input, Source};
use crate::workspace::{Provider, Workspace};
use crate::yaml;

/// Reports which facts of the specification the sources tell and the pages do not, and which they contradict.
pub(super) fn report(workspace: &Workspace, provider: &Provider, from: Option<&Path>) -> Result<()> {
    let source = Source::read(&provider.source())?;
    let Input::Pages(reading) = source.input()? else { return Ok(()) };
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
    let files: Vec<String> =
        repository.list(above(&source))?.into_iter().filter(|file| file.ends_with(".py")).collect();
    if files.is_empty() {
        bail!("{} has no Python file next to the pages", repository.name());
    }
    for file in &files {
        // A file that is not text is no generated one.
        if let Ok(text) = String::from_utf8(repository.read(file)?) {
            pages.insert_source(file.clone(), text);
        }
    }
    let by_sources = misses(&pages)?;
    println!("{}: {} files of Python read", provider.name, files.len());
    let said: Vec<&String> = by_pages.difference(&by_sources).collect();
    let against: Vec<&String> = by_sources.difference(&by_pages).collect();
    println!(
        "{} facts stand in the overlay that the sources tell, too (the fact, and what the pages give):",
        said.len()
    );
    said.iter().for_each(|miss| println!("  {miss}"));
    println!("{} facts of the specification are contradicted by the sources:", against.len());
    against.iter().for_each(|miss| println!("  {miss}"));
    Ok(())
}
