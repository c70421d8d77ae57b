//! Development tasks of this workspace, run as `cargo xtask <task>`.

mod add;
mod bench;
mod diff;
mod fetch;
mod fidelity;
mod generate;
mod reconstruct;
mod regenerate;
mod source;
mod workspace;
mod yaml;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Adds a provider: its specification, its crate and the tests of that.
    Add(add::Args),
    /// Fetches, reconstructs and generates whatever needs it.
    Regenerate(regenerate::Args),
    /// Gets the documentation pages from the recorded repositories at the recorded commits.
    Fetch(fetch::Args),
    /// Rebuilds specs/PROVIDER/openapi.yaml from documentation and overlay.
    Reconstruct(reconstruct::Args),
    /// Rebuilds the generated source of the provider crates from their specifications.
    Generate(generate::Args),
    /// Measures speed, size and build time against what users would pick instead, and writes BENCHMARKS.md.
    Bench(bench::Args),
    /// Measures how well pages give back the specification that they were generated from.
    Fidelity(fidelity::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Add(args) => add::run(args),
        Task::Regenerate(args) => regenerate::run(args),
        Task::Fetch(args) => fetch::run(args),
        Task::Reconstruct(args) => reconstruct::run(args),
        Task::Generate(args) => generate::run(args),
        Task::Bench(args) => bench::run(args),
        Task::Fidelity(args) => fidelity::run(args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
