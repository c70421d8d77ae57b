//! Disables many people, and resumes where it was interrupted.

#[path = "../support/directories.rs"]
mod directories;
#[path = "../support/program.rs"]
mod program;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use user_directory::jobs::{Difference, Ended, Snapshot, SqliteJournal, many};
use user_directory::{Directory, Secret, User, UserId};
use user_directory_sandbox::Sandbox;

/// Disables the people whose ids a file lists, several at a time. Run it again with the same journal and name after it was
/// interrupted: nobody is dealt with twice.
///
/// Without --config and IDS it starts a sandbox, disables six people there, is interrupted on purpose, resumes, and says
/// what changed.
///
/// Exit codes: 0 if all went well, 1 if somebody is not certainly disabled, 2 for wrong arguments.
#[derive(Debug, Parser)]
#[command(name = "disable_many")]
pub(crate) struct Arguments {
    /// File with an id on each line
    #[arg(requires = "config", requires = "directory")]
    ids: Option<PathBuf>,
    /// JSON file that describes directories by name
    #[arg(long, value_name = "FILE", requires = "ids")]
    config: Option<PathBuf>,
    /// Name of the directory in that file
    #[arg(long)]
    directory: Option<String>,
    /// SQLite file that keeps what was done
    #[arg(long, value_name = "FILE", default_value = "disable_many.sqlite")]
    journal: PathBuf,
    /// Name of the job; the same name resumes it
    #[arg(long, default_value = "disable")]
    job: String,
    /// How many people at a time
    #[arg(long, default_value_t = 4)]
    concurrency: usize,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Everybody is disabled.
    Done = 0,
    /// Somebody may not be.
    Failed = 1,
}

#[allow(dead_code)] // Dead in the test that runs the example.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(async |out| Ok(ExitCode::from(run(&arguments, out).await? as u8)))
}

/// Runs the example, and prints into `out`.
pub(crate) async fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Ending> {
    let (Some(config), Some(ids), Some(name)) = (&arguments.config, &arguments.ids, &arguments.directory) else {
        return demo(arguments, out).await;
    };
    let set = directories::configured(config)?;
    let directory = program::named(&set, name)?;
    let text = std::fs::read_to_string(ids).with_context(|| format!("cannot read {}", ids.display()))?;
    let ids = text.lines().map(|line| line.trim().parse()).collect::<Result<Vec<UserId>, _>>();
    let ids = ids.context("a line of the file is no id")?;
    let journal = SqliteJournal::open(&arguments.journal).await?;
    disable(arguments, directory, ids, &journal, usize::MAX, out).await
}

/// Shows an interruption, on a sandbox and with files that are gone afterwards.
async fn demo(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Ending> {
    eprintln!("starting a sandbox of five providers on loopback");
    let (_sandbox, set) = directories::sandbox(Sandbox::builder(), "").await?;
    let directory = program::named(&set, "velo")?;
    let folder = tempfile::tempdir()?;
    let key = Secret::new("in production, from a secret store");
    let before = Snapshot::take(directory, folder.path().join("before"), &key).await?;
    let users = directory.list().collect().await?;
    // Not the first ones: the sandbox's Velo refuses to disable one of them.
    let ids: Vec<_> = users.into_iter().rev().filter(User::is_active).map(|user| user.id).take(6).collect();

    let journal = SqliteJournal::open(folder.path().join("journal.sqlite")).await?;
    disable(arguments, directory, ids.clone(), &journal, 3, out).await?;
    let ending = disable(arguments, directory, ids, &journal, usize::MAX, out).await?;

    let after = Snapshot::take(directory, folder.path().join("after"), &key).await?;
    for difference in before.differences(&after)? {
        match difference? {
            Difference::Changed(id, fields) => {
                let fields: Vec<_> = fields.iter().map(|field| field.as_str()).collect();
                writeln!(out, "{id}: changed {}", fields.join(", "))?;
            }
            other => writeln!(out, "{other:?}")?,
        }
    }
    Ok(ending)
}

/// Runs the job, or stops it after so many people, as a crash would.
async fn disable(
    arguments: &Arguments,
    directory: &Directory,
    ids: Vec<UserId>,
    journal: &SqliteJournal,
    people: usize,
    out: &mut dyn Write,
) -> anyhow::Result<Ending> {
    let job = many(directory, ids).concurrency(arguments.concurrency);
    let mut run = job.journal(arguments.job.as_str(), journal.clone()).disable();
    let (mut ending, mut count) = (Ending::Done, 0);
    while count < people
        && let Some(item) = run.next().await
    {
        count += 1;
        match item.ended {
            Ended::Done(_) | Ended::FoundDone | Ended::DoneBefore => continue,
            Ended::Failed(error) => writeln!(out, "{}: FAILED: {error}", item.id)?,
            Ended::Unknown(error) => writeln!(out, "{}: UNKNOWN: {error}", item.id)?,
            _ => writeln!(out, "{}: not begun", item.id)?,
        }
        ending = Ending::Failed;
    }
    let interrupted = if count == people { ", interrupted" } else { "" };
    writeln!(out, "{}{interrupted}", run.progress())?;
    if let Some(why) = run.stopped() {
        writeln!(out, "{why}")?;
        ending = Ending::Failed;
    }
    Ok(ending)
}
