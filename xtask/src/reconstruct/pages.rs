//! From the pages of a provider to the document that they alone support.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use docs_to_openapi::{Kind, NameStyle, Options, Prose, Report};
use serde_json::Value;

use crate::source::{Reading, SOURCES, Source};
use crate::workspace::Provider;

/// Returns the directory of a provider's pages, or an error that tells where to get them.
pub(crate) fn locate(docs: &Path, provider: &Provider, source: &Source) -> Result<PathBuf> {
    let dir = docs.join(&provider.name);
    if !dir.join("docs").is_dir() {
        bail!(
            "{} has no directory docs; run `cargo xtask fetch {}`, or name the directory that holds {2}/README.md and {2}/docs/*.md with --docs DIR or the environment variable USER_DIRECTORY_DOCS; {3}",
            dir.display(),
            provider.name,
            provider.name,
            source.origin()
        );
    }
    Ok(dir)
}

/// Converts the pages to a document and checks that it belongs to the recorded source.
pub(crate) fn convert(
    provider: &Provider,
    source: &Source,
    reading: &Reading,
    dir: &Path,
    report: Option<&Path>,
) -> Result<Value> {
    let mut pages = docs_to_openapi::read_dir(dir)?;
    let sources = dir.join(SOURCES);
    if sources.is_dir() {
        docs_to_openapi::read_sources(&sources, &mut pages)?;
    }
    let conversion = docs_to_openapi::convert(&pages, &options(source, reading)?)?;
    let count = |kind| conversion.report.count(kind);
    eprintln!(
        "{}: {} operations and {} schemas; {} facts inferred, {} unknown, {} problems on the pages",
        provider.name,
        conversion.report.operations,
        conversion.report.schemas,
        count(Kind::Inferred),
        count(Kind::Unknown),
        count(Kind::Problem),
    );
    if let Some(report) = report {
        write_report(report, &provider.name, &conversion.report)?;
    }
    source.verify_base_path(&conversion.document)?;
    Ok(conversion.document)
}

pub(crate) fn options(source: &Source, reading: &Reading) -> Result<Options> {
    let at = || format!("{}: [reading]", source.path().display());
    let prose = match reading.prose.as_str() {
        "keep" => Prose::Keep,
        "drop" => Prose::Drop,
        other => bail!("{} prose is `{other}`; write `keep` or `drop`", at()),
    };
    let style = |name: &String| -> Result<NameStyle> {
        name.parse().with_context(|| format!("{} wire_names is `{name}`", at()))
    };
    let wire_names = reading.wire_names.as_ref().map(style).transpose()?;
    Ok(Options { api_pages: reading.api.clone(), prose, wire_names, strict: false })
}

fn write_report(dir: &Path, provider: &str, report: &Report) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let path = dir.join(format!("{provider}.json"));
    let text = serde_json::to_string_pretty(report).context("cannot write the report as JSON")?;
    std::fs::write(&path, text + "\n").with_context(|| format!("cannot write {}", path.display()))
}

/// Returns a document as YAML, the same bytes for the same document.
pub(crate) fn to_yaml(document: &Value) -> Result<String> {
    docs_to_openapi::to_yaml(document).context("cannot write the document as YAML")
}
