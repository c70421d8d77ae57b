//! Lists and fetches people from five providers through one interface, and shows what each directory can do.
//!
//! The providers are a sandbox on loopback, started by this program, so that no one needs an account.

#[path = "../support/directories.rs"]
mod directories;
mod people;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use user_directory::DirectorySet;
use user_directory_sandbox::Sandbox;

/// Lists and fetches people from five providers and prints one table of them, and what each directory can do.
///
/// The providers run in this process, on loopback; nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "cargo quickstart", bin_name = "cargo quickstart")]
pub(crate) struct Arguments {
    /// Uses a directory in memory instead: no socket is opened
    #[arg(long)]
    offline: bool,
}

/// What to try next. The features are those of the quickstart, so that nothing is built twice.
const NEXT: &str = "cargo run -p user-directory --no-default-features --features all --example leaver -- demo";

/// People that each provider has.
const PEOPLE: u32 = 3;

#[allow(dead_code)] // Dead in the test that runs the example.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(async |out| run(&arguments, out).await.map(|()| ExitCode::SUCCESS))
}

/// Runs the example, and prints into `out`.
pub(crate) async fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    // The sandbox stops when it is dropped.
    let (_sandbox, set);
    if arguments.offline {
        eprintln!("filling a directory in memory");
        set = DirectorySet::new().with("in-memory", people::in_memory().await?);
    } else {
        eprintln!("starting a sandbox of five providers on loopback");
        (_sandbox, set) = directories::sandbox(Sandbox::builder().users(PEOPLE), "").await?;
    }
    let names = || set.iter().map(|(name, _)| name);
    let head: Vec<&str> = ["person", "e-mail"].into_iter().chain(names()).collect();
    writeln!(out, "{}", table::render(&head, &people::rows(&set).await?))?;
    let head: Vec<&str> = std::iter::once("can").chain(names()).collect();
    writeln!(out, "{}", table::render(&head, &people::abilities(&set)))?;
    writeln!(out, "Next, enrol somebody in all five and take their access away again:\n\n    {NEXT}")?;
    Ok(())
}
