//! `cargo xtask fidelity`: how well pages give back the specification that they were generated from.

mod compare;
mod kind;
mod limits;
mod specification;
mod tally;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use docs_to_openapi::{NameStyle, Options};
use serde_json::Value;

use crate::yaml;
pub(crate) use specification::Specification;
use tally::Tally;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The SDK's `docs` directory, or the directory that holds `docs`.
    pages: PathBuf,
    /// The specification that the SDK was generated from: Swagger 2 or OpenAPI 3, as JSON or YAML.
    specification: PathBuf,
    /// Prints the counts and the misses as JSON.
    #[arg(long)]
    json: bool,
    /// Takes the SDK's Python package in this directory as a witness next to the pages.
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
    /// The style of wire names, if it is known; otherwise the pages decide.
    #[arg(long, value_name = "STYLE")]
    wire_names: Option<NameStyle>,
}

pub(crate) fn run(args: Args) -> Result<()> {
    let truth = Specification::new(read(&args.specification)?);
    let mut pages = docs_to_openapi::read_dir(&args.pages)?;
    if let Some(sources) = &args.sources {
        docs_to_openapi::read_sources(sources, &mut pages)?;
    }
    let options = Options { wire_names: args.wire_names, ..Options::default() };
    let conversion = docs_to_openapi::convert(&pages, &options)
        .with_context(|| format!("cannot convert the pages in {}", args.pages.display()))?;
    let tally = compare::compare(&truth, &Specification::new(conversion.document));
    print(&tally, args.json)
}

/// Names every fact of the truth that another specification has not, or has wrong.
pub(crate) fn misses(truth: &Specification, found: &Specification) -> Vec<String> {
    let lines = compare::compare(truth, found).lines;
    lines.into_iter().flat_map(|line| line.misses).collect()
}

fn read(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    if is_json {
        return serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()));
    }
    yaml::from_str(&text).with_context(|| format!("{} is no YAML", path.display()))
}

#[allow(clippy::print_stdout, reason = "the figures are what the task is asked for")]
fn print(tally: &Tally, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(tally)?);
    } else {
        print!("{tally}");
    }
    Ok(())
}
