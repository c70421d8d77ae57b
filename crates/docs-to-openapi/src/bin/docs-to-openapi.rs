//! Reads the documentation pages of a generated Python SDK and writes an OpenAPI document.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use docs_to_openapi::{Kind, NameStyle, Options, Prose, Report, convert, read_dir, to_yaml};

/// Reads the documentation pages of a generated Python SDK and writes an OpenAPI 3.0.3 document.
///
/// What the pages do not state is inferred by named rules or left out; the report lists each such
/// fact with its rule, file and line. A summary goes to the error output.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP)]
struct Arguments {
    /// The SDK's `docs` directory, or the directory that holds `docs`.
    dir: PathBuf,
    /// Convert only this API page and the models it reaches, e.g. `UsersApi.md`; repeatable.
    #[arg(long = "api", value_name = "PAGE")]
    api_pages: Vec<String>,
    /// Keep the pages' summaries and descriptions, or drop them and carry over facts only.
    #[arg(long, value_enum, default_value_t = ProseArgument::Keep)]
    prose: ProseArgument,
    /// How the API spells names on the wire: camelCase, snake_case, kebab-case, PascalCase or
    /// UPPER_SNAKE; inferred from the placeholders of paths unless given.
    #[arg(long, value_name = "STYLE")]
    wire_names: Option<NameStyle>,
    /// The SDK's Python package, read and never run, as a witness of names, locations and schemes; by default it is
    /// looked for next to the pages.
    #[cfg(feature = "sources")]
    #[arg(long, value_name = "DIR", conflicts_with = "no_sources")]
    sources: Option<PathBuf>,
    /// Read the pages alone.
    #[cfg(feature = "sources")]
    #[arg(long)]
    no_sources: bool,
    /// Fail at the first problem on a page, instead of reporting it.
    #[arg(long)]
    strict: bool,
    /// Write the report, as JSON, to this file.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Write the document to this file instead of the standard output.
    #[arg(short, long, value_name = "FILE.yaml")]
    output: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  docs-to-openapi harbour-python -o harbour.yaml
  docs-to-openapi harbour-python/docs --api BoatsApi.md --prose drop --report report.json -o boats.yaml
  docs-to-openapi harbour-python --strict > harbour.yaml

Exit codes:
  0  the document is written, whatever the report says
  1  no document can be written
  2  the arguments cannot be read
  3  --strict was given and the pages have problems";

/// So many lines of the report are worth a person's time; the rest is in the file.
const HIGHLIGHTS: usize = 20;

/// Larger sets of pages take long enough to say what is going on.
const MANY_PAGES: usize = 200;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProseArgument {
    Keep,
    Drop,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            let is_strict = matches!(error.downcast_ref(), Some(docs_to_openapi::Error::Problems { .. }));
            if is_strict { ExitCode::from(3) } else { ExitCode::FAILURE }
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    #[cfg_attr(not(feature = "sources"), allow(unused_mut, reason = "only sources are added"))]
    let mut pages = read_dir(&arguments.dir)?;
    #[cfg(feature = "sources")]
    if !arguments.no_sources
        && let Some(sources) = arguments.sources.clone().or_else(|| docs_to_openapi::find_sources(&arguments.dir))
    {
        docs_to_openapi::read_sources(&sources, &mut pages)?;
        eprintln!("the sources in {} are a witness next to the pages", sources.display());
    }
    if pages.len() > MANY_PAGES && std::io::stderr().is_terminal() {
        eprintln!("{} pages are read and being converted", pages.len());
    }
    let options = Options {
        api_pages: arguments.api_pages,
        prose: match arguments.prose {
            ProseArgument::Keep => Prose::Keep,
            ProseArgument::Drop => Prose::Drop,
        },
        wire_names: arguments.wire_names,
        strict: arguments.strict,
    };
    let conversion = convert(&pages, &options)
        .with_context(|| format!("cannot convert the pages in {}", arguments.dir.display()))?;
    let yaml = to_yaml(&conversion.document)?;
    match &arguments.output {
        Some(path) => write(path, yaml.as_bytes())?,
        None => std::io::stdout().write_all(yaml.as_bytes()).context("cannot write to the standard output")?,
    }
    if let Some(path) = &arguments.report {
        let mut json = serde_json::to_vec_pretty(&conversion.report)?;
        json.push(b'\n');
        write(path, &json)?;
    }
    summarise(&conversion.report, arguments.report.as_deref());
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Says what a person wants to know first: the counts, then one row of each rule that deserves a look.
fn summarise(report: &Report, written: Option<&Path>) {
    eprintln!(
        "{} operations, {} schemas; {} facts inferred, {} unknown, {} problems",
        report.operations,
        report.schemas,
        report.count(Kind::Inferred),
        report.count(Kind::Unknown),
        report.count(Kind::Problem),
    );
    let highlights = report.highlights();
    for (count, row) in highlights.iter().take(HIGHLIGHTS) {
        let kind = if row.kind == Kind::Problem { "problem" } else { "unknown" };
        let others = if *count > 1 { format!(" (and {} more)", count - 1) } else { String::new() };
        eprintln!("{kind}: {row}{others}");
    }
    match written {
        Some(path) => eprintln!("each fact is in {} with file and line", path.display()),
        None => eprintln!("--report FILE.json lists each fact with file and line"),
    }
}
