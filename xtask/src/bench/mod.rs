//! `cargo xtask bench`: measures what the programs of `tests/bench` do, and writes BENCHMARKS.md.
//!
//! Every figure compares two sides that ran in turn in the same run. A side that is not installed makes a figure that
//! says so, never a guess.

mod builds;
mod calls;
mod figure;
mod generators;
mod pages;
mod programs;
mod python;
mod report;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use figure::{Figure, Outcome};
use programs::Bench;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Benchmarks to run; all of them when none is named.
    names: Vec<String>,
    /// Makes fewer calls and repetitions. The figures are rougher, and BENCHMARKS.md is left alone.
    #[arg(long)]
    quick: bool,
    /// Prints the names of the benchmarks.
    #[arg(long)]
    list: bool,
    /// Python interpreter that has the official SDKs installed.
    #[arg(long, default_value = "python3", env = "BENCH_PYTHON")]
    python: String,
    /// openapi-generator's command-line jar, version 7.26.
    #[arg(long, env = "OPENAPI_GENERATOR_JAR")]
    openapi_generator: Option<std::path::PathBuf>,
    /// Directory with the documentation pages of the providers, `<provider>/docs`.
    #[arg(long, env = "USER_DIRECTORY_DOCS")]
    docs: Option<std::path::PathBuf>,
}

type Run = fn(&Bench) -> Result<Vec<Figure>>;

/// The benchmarks, in the order in which they run and are reported.
const ALL: &[(&str, Run)] = &[
    ("instructions", calls::instructions),
    ("facade", calls::facade),
    ("allocations", calls::allocations),
    ("load", calls::load),
    ("list", calls::list),
    ("stream", calls::stream),
    ("renewal", calls::renewal),
    ("python", python::sdks),
    ("crates", builds::crates),
    ("size", builds::size),
    ("crate-build", builds::provider_alone),
    ("program-build", builds::all_operations),
    ("tls", builds::tls),
    ("generate", generators::generate),
    ("pages", pages::pages),
    ("directions", pages::directions),
];

/// Runs the benchmarks asked for.
pub(crate) fn run(args: Args) -> Result<()> {
    if args.list {
        for (name, _) in ALL {
            eprintln!("{name}");
        }
        return Ok(());
    }
    if let Some(unknown) = args.names.iter().find(|n| ALL.iter().all(|(name, _)| name != n)) {
        bail!("no benchmark is named `{unknown}`; `cargo xtask bench --list` names them");
    }
    let whole = args.names.is_empty() && !args.quick;
    let bench = Bench::new(&Workspace::locate()?, &args)?;
    let mut done = Vec::new();
    for (name, run) in ALL {
        if !args.names.is_empty() && !args.names.iter().any(|n| n == name) {
            continue;
        }
        eprintln!("{name} …");
        // One that fails does not take the others' figures with it.
        let figures = run(&bench).unwrap_or_else(|error| {
            vec![Figure {
                what: (*name).to_owned(),
                against: String::new(),
                command: String::new(),
                outcome: Outcome::NotRun(format!("failed: {error:#}")),
            }]
        });
        for figure in &figures {
            eprintln!("  {figure}");
        }
        done.push((*name, figures));
    }
    if whole {
        report::write(&bench, &done)?;
    } else {
        eprintln!("BENCHMARKS.md is left alone: only a run of everything, without --quick, writes it");
    }
    Ok(())
}
