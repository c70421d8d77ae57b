//! `cargo xtask fetch`: gets documentation pages from the recorded repository at the recorded commit.

mod repository;
mod sources;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::source::{Input, SOURCES, Source, digest};
use crate::workspace::{Provider, Workspace};
use repository::Repository;

#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Providers whose pages to get; all of them when none is named.
    providers: Vec<String>,
    /// A local clone to read in place of the recorded repository; only with one provider.
    #[arg(long, value_name = "CLONE")]
    from: Option<PathBuf>,
    /// Reads the SDK's Python package too, and reports what it would replace in the overlay.
    #[arg(long)]
    sources: bool,
}

/// Gets the pages of every provider asked for, and fails if one of them failed.
#[allow(clippy::print_stdout, reason = "the report is what the task is asked for")]
pub(crate) fn run(args: Args) -> Result<()> {
    let workspace = Workspace::locate()?;
    let providers = workspace.select(&args.providers)?;
    if args.from.is_some() && providers.len() != 1 {
        bail!("--from is a clone of one repository; name the provider that it belongs to");
    }
    let mut failed = Vec::new();
    for provider in providers {
        let done = fetch(&workspace, &provider, args.from.as_deref()).and_then(|done| {
            eprintln!("{}: {done}", provider.name);
            if args.sources {
                let report = sources::report(&workspace, &provider, args.from.as_deref())?;
                println!("{}: {report}", provider.name);
            }
            Ok(())
        });
        if let Err(error) = done {
            eprintln!("{}: error: {error:#}", provider.name);
            failed.push(provider.name);
        }
    }
    if !failed.is_empty() {
        bail!("fetch failed for: {}", failed.join(", "));
    }
    Ok(())
}

/// Gets the pages of one provider, unless they are there or it has none.
pub(crate) fn fetch(workspace: &Workspace, provider: &Provider, from: Option<&Path>) -> Result<String> {
    let source = Source::read(&provider.source())?;
    if let Input::Document(name) = source.input()? {
        return Ok(format!("{} is next to source.toml; there are no pages to get", name));
    }
    let dir = workspace.pages().join(&provider.name);
    if source.verify(&dir).is_ok() {
        return Ok(format!("{} has the recorded pages", dir.display()));
    }
    let repository = repository(&source, from)?;
    let pages = pages(&repository, &source)?;
    let hashes = pages.iter().map(|(page, bytes)| (page.clone(), digest(bytes))).collect();
    source.compare(&hashes, repository.name())?;
    write(&pages, &dir)?;
    Ok(format!("wrote {} pages to {}", source.pages().len(), dir.display()))
}

fn repository(source: &Source, from: Option<&Path>) -> Result<Repository> {
    let (url, commit) = source.commit()?;
    match from {
        Some(clone) => Repository::local(clone, commit),
        None => Repository::shallow(url, commit),
    }
}

/// Returns the directory of the API page in the repository.
fn docs(source: &Source) -> &str {
    above(source.page())
}

/// Returns the directory above a file or a directory: empty for the root.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

/// Reads the recorded pages: those in `docs/` lie next to the API page, or in the `models` directory of the layout with
/// `apis/tags`; the front page lies in a directory above.
fn pages(repository: &Repository, source: &Source) -> Result<Vec<(String, Vec<u8>)>> {
    let docs = docs(source);
    let models = docs.strip_suffix("apis/tags").map(|root| format!("{root}models"));
    let at = |dir: &str, name: &str| if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") };
    let mut pages = Vec::new();
    for (page, hashes) in source.pages() {
        let places: Vec<String> = match (page.strip_prefix("docs/"), page.strip_prefix(SOURCES)) {
            (Some(name), _) => [Some(docs), models.as_deref()].into_iter().flatten().map(|dir| at(dir, name)).collect(),
            (_, Some(file)) => vec![at(source.sources().unwrap_or_default(), file)],
            _ => std::iter::successors(Some(above(docs)), |dir| (!dir.is_empty()).then(|| above(dir)))
                .map(|dir| at(dir, page))
                .collect(),
        };
        let found = places.iter().filter_map(|place| repository.read(place).ok()).collect::<Vec<_>>();
        let right = found.iter().position(|bytes| hashes.have(&digest(bytes)));
        let Some(bytes) = found.into_iter().nth(right.unwrap_or_default()) else {
            bail!("{} has no {} at commit {}", repository.name(), places.join(" and no "), repository.commit());
        };
        pages.push((page.clone(), bytes));
    }
    Ok(pages)
}

/// Puts the pages in place of what the directory holds.
fn write(pages: &[(String, Vec<u8>)], dir: &Path) -> Result<()> {
    if dir.exists() {
        std::fs::remove_dir_all(dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    for (page, bytes) in pages {
        let path = dir.join(page);
        let folder = path.parent().unwrap_or(dir);
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
