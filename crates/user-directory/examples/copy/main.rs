//! Copies users from one directory into another, and says what could not be carried over.

mod carry;
#[path = "../support/directories.rs"]
mod directories;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/table.rs"]
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use user_directory::{Directory, DirectorySet, Secret};
use user_directory_sandbox::Sandbox;

/// Copies users from one directory into another, and says what could not be carried over.
///
/// Without --config there are two sandboxes of five providers each, whose directories are called old.velo,
/// new.velo and so on. Nothing is changed without --apply. Roles are not copied: they mean something else in another
/// directory.
///
/// Exit codes: 0 if everybody was copied or there already, 1 if somebody was not, 2 for wrong arguments.
#[derive(Debug, Parser)]
#[command(name = "copy")]
pub(crate) struct Arguments {
    /// JSON file that describes directories by name
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Copies from this directory
    #[arg(long, value_name = "DIRECTORY", default_value = "old.finbourne")]
    from: String,
    /// Copies into this directory
    #[arg(long, value_name = "DIRECTORY", default_value = "new.sendauth")]
    to: String,
    /// Copies this many users at most
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// First password, if the directory needs one; the same for all, so that it has to be changed
    #[arg(long, env = "FIRST_PASSWORD", hide_env_values = true)]
    pub(crate) first_password: Option<Secret>,
    /// Does it; otherwise it is only said
    #[arg(long)]
    pub(crate) apply: bool,
}

#[allow(dead_code)] // Dead in the test that runs the example.
fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(async |out| {
        Ok(match run(&arguments, out).await? {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    })
}

/// Runs the example, prints into `out`, and returns whether nobody was left behind.
pub(crate) async fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<bool> {
    // The sandboxes stop when they are dropped.
    let (_old, _new, set);
    match &arguments.config {
        Some(path) => set = directories::configured(path)?,
        None => {
            eprintln!("starting two sandboxes of five providers on loopback");
            let (old, new);
            (_old, old) = directories::sandbox(Sandbox::builder().seed(1), "old.").await?;
            let few = Sandbox::builder().seed(2).users(2);
            (_new, new) = directories::sandbox(few, "new.").await?;
            let all = old.iter().chain(new.iter());
            set = all.fold(DirectorySet::new(), |set, (name, directory)| set.with(name, directory.clone()));
        }
    }
    let from = program::named(&set, &arguments.from)?;
    let to = program::named(&set, &arguments.to)?;
    let report = copy(arguments, from, to).await?;
    write!(out, "{}", table::render(&["id", "copied", "not carried over"], &report.rows))?;
    writeln!(
        out,
        "\n{} of {} users {}, {} there already, {} left behind.",
        report.copied,
        report.rows.len(),
        if arguments.apply { "copied" } else { "would be copied (--apply does it)" },
        report.known,
        report.left,
    )?;
    Ok(report.left == 0)
}

#[derive(Debug, Default)]
struct Report {
    rows: Vec<[String; 3]>,
    copied: usize,
    known: usize,
    left: usize,
}

async fn copy(arguments: &Arguments, from: &Directory, to: &Directory) -> anyhow::Result<Report> {
    // Drawn on standard error, and only if that is a terminal.
    let bar = ProgressBar::no_length();
    bar.set_style(ProgressStyle::with_template("{spinner} {pos}/{len} users [{wide_bar}] {eta}")?);
    let mut report = Report::default();
    let mut users = from.list();
    while let Some(user) = users.next().await {
        if arguments.limit.is_some_and(|limit| report.rows.len() >= limit) {
            break;
        }
        let user = user.context("the list broke off; what was copied stays")?;
        let limit = arguments.limit.and_then(|limit| u64::try_from(limit).ok());
        if let Some(total) = users.total() {
            bar.set_length(limit.map_or(total, |limit| limit.min(total)));
        }
        let carried = carry::carry(arguments, &user, to).await;
        let said = match carried.outcome {
            carry::Outcome::Copied(said) => {
                report.copied += 1;
                said
            }
            carry::Outcome::Known => {
                report.known += 1;
                "is there already".to_owned()
            }
            carry::Outcome::Left(why) => {
                report.left += 1;
                format!("FAILED: {why}")
            }
        };
        report.rows.push([user.id.to_string(), said, carried.lost.join(", ")]);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(report)
}
