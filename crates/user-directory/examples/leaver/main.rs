//! Takes a leaver's access away in all directories, and enrols a joiner in all of them.

#[path = "../support/directories.rs"]
mod directories;
mod join;
mod leave;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use user_directory_sandbox::Sandbox;

/// Enrols a person in all directories, and takes a leaver's access away in all of them.
///
/// Without --config the directories are a sandbox of five providers, which this program starts. Nothing is changed
/// without --apply.
///
/// Exit codes: 0 if all went well, 1 if something failed, 2 for wrong arguments, 3 if a directory could not be asked
/// whether it knows the leaver, in which case nothing was changed.
#[derive(Debug, Parser)]
#[command(name = "leaver")]
pub(crate) struct Arguments {
    /// JSON file that describes directories by name
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enrols a person wherever they are not known yet
    Join(join::Arguments),
    /// Takes a person's access away: disables, or else locks, or else deletes them
    Leave(leave::Arguments),
    /// Lets somebody join and leave, on a sandbox
    Demo,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All went well.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// Nothing was changed, since a directory could not be asked.
    Refused = 3,
}

#[allow(dead_code)] // Dead in the test that runs the example.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(async |out| Ok(ExitCode::from(run(&arguments, out).await? as u8)))
}

/// Runs the example, and prints into `out`.
pub(crate) async fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Ending> {
    // The sandbox stops when it is dropped.
    let (_sandbox, set);
    match (&arguments.config, &arguments.command) {
        (Some(_), Command::Demo) => return Err(program::wrong_argument("the demo has a sandbox: leave --config out")),
        (Some(path), _) => set = directories::configured(path)?,
        (None, _) => {
            eprintln!("starting a sandbox of five providers on loopback");
            (_sandbox, set) = directories::sandbox(Sandbox::builder(), "").await?;
        }
    }
    match &arguments.command {
        Command::Join(join) => join::run(join, &set, out).await,
        Command::Leave(leave) => leave::run(leave, &set, out).await,
        Command::Demo => {
            let (joiner, leaver) = (join::Arguments::demo(), leave::Arguments::demo());
            match join::run(&joiner, &set, out).await? {
                Ending::Done => leave::run(&leaver, &set, out).await,
                other => Ok(other),
            }
        }
    }
}
