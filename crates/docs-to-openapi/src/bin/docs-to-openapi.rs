//! Reads the documentation pages of a generated Python SDK and writes an OpenAPI document.

use std::io::Write as _;
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
#[command(version)]
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
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let pages = read_dir(&arguments.dir)?;
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
    summarise(&conversion.report, arguments.report.is_some());
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn summarise(report: &Report, written: bool) {
    for row in report.of(Kind::Problem) {
        eprintln!("{row}");
    }
    eprintln!(
        "{} operations, {} schemas; {} facts inferred, {} unknown, {} problems{}",
        report.operations,
        report.schemas,
        report.count(Kind::Inferred),
        report.count(Kind::Unknown),
        report.count(Kind::Problem),
        if written { "" } else { "; --report FILE.json lists each with file and line" }
    );
}
