//! Compares the roles that a file wants with those that people have, and makes them so.

mod difference;
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
use serde::Deserialize;
use user_directory::{Directory, Grant, User};
use user_directory_sandbox::Sandbox;

/// Compares the roles that a file wants with those that people have. Without --apply nothing is changed.
///
/// The file is a JSON array: [{"email": "ada@example.com", "grants": [{"role": "CanGetAnyUser"}]}]; a grant can have a
/// "scope". Who is not in the file is left alone, who has an empty list loses all roles. Without --config the directory
/// is one of a sandbox; without a file, too, the first three people there are to have one role more.
///
/// Exit codes: 0 if all is as wanted now, 1 if something failed, 2 for wrong arguments, 3 if there are differences that
/// were not made good because --apply was missing.
#[derive(Debug, Parser)]
#[command(name = "reconcile_roles")]
pub(crate) struct Arguments {
    /// The wanted roles
    wanted: Option<PathBuf>,
    /// JSON file that describes directories by name
    #[arg(long, value_name = "FILE", requires = "wanted")]
    config: Option<PathBuf>,
    /// The directory whose roles are compared
    #[arg(long, value_name = "NAME", default_value = "obp")]
    directory: String,
    /// The role that the people of the sandbox are to have, if there is no file
    #[arg(long, value_name = "ROLE", default_value = "CanGetAnyUser")]
    role: String,
    /// Makes the roles so
    #[arg(long)]
    apply: bool,
}

/// What a person is to have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    email: String,
    grants: Vec<Grant>,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// All is as wanted.
    AsWanted = 0,
    /// Something failed.
    Failed = 1,
    /// There are differences.
    Different = 3,
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
    match &arguments.config {
        Some(path) => set = directories::configured(path)?,
        None => {
            eprintln!("starting a sandbox of five providers on loopback");
            (_sandbox, set) = directories::sandbox(Sandbox::builder(), "").await?;
        }
    }
    let name = &arguments.directory;
    let directory = program::named(&set, name)?;
    let wanted = match &arguments.wanted {
        Some(path) => {
            let shown = path.display();
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
            serde_json::from_str(&text).with_context(|| format!("{shown} has not the right form"))?
        }
        None => for_the_first_three(directory, &arguments.role).await?,
    };
    reconcile(arguments, directory, &wanted, out).await
}

async fn for_the_first_three(directory: &Directory, role: &str) -> anyhow::Result<Vec<Wanted>> {
    let (mut wanted, mut users) = (Vec::new(), directory.list());
    while wanted.len() < 3 {
        let Some(user) = users.next().await else {
            break;
        };
        let user = user?;
        // What they have stays: one of them is who asks, and needs it.
        let mut grants = directory.grants(&user.id).await?;
        let more = Grant::new(role);
        if !more.is_among(&grants) {
            grants.push(more);
        }
        wanted.extend(user.email().map(|email| Wanted { email: email.to_owned(), grants }));
    }
    Ok(wanted)
}

async fn reconcile(
    arguments: &Arguments,
    directory: &Directory,
    wanted: &[Wanted],
    out: &mut dyn Write,
) -> anyhow::Result<Ending> {
    let (mut rows, mut ending) = (Vec::new(), Ending::AsWanted);
    for wanted in wanted {
        let users = directory.find_by_email(&wanted.email).await;
        let [user] = users.as_deref().unwrap_or_default() else {
            ending = Ending::Failed;
            let why = match users {
                Ok(users) if users.is_empty() => "nobody has this address".to_owned(),
                Ok(_) => "several people have this address".to_owned(),
                Err(error) => error.to_string(),
            };
            rows.push([wanted.email.clone(), String::new(), format!("FAILED: {why}")]);
            continue;
        };
        let said = one(arguments, directory, user, wanted).await;
        let (difference, said, ended) = match said {
            Ok(said) => said,
            Err(error) => (String::new(), format!("FAILED: {error}"), Ending::Failed),
        };
        if ending != Ending::Failed && ended != Ending::AsWanted {
            ending = ended;
        }
        rows.push([user.id.to_string(), difference, said]);
    }
    write!(out, "{}", table::render(&["person", "difference", "outcome"], &rows))?;
    if ending == Ending::Different {
        writeln!(out, "\nNothing was changed; --apply makes it so.")?;
    }
    Ok(ending)
}

async fn one(
    arguments: &Arguments,
    directory: &Directory,
    user: &User,
    wanted: &Wanted,
) -> user_directory::Result<(String, String, Ending)> {
    let present = directory.grants(&user.id).await?;
    let difference = difference::of(&present, &wanted.grants);
    let text = difference.to_string();
    if difference.is_empty() {
        return Ok((text, "as wanted".to_owned(), Ending::AsWanted));
    }
    if !arguments.apply {
        return Ok((text, "differs".to_owned(), Ending::Different));
    }
    difference.apply(directory, &user.id, &wanted.grants).await?;
    // What was done is looked at, not believed.
    let present = directory.grants(&user.id).await?;
    let left = difference::of(&present, &wanted.grants);
    Ok(match left.is_empty() {
        true => (text, "done".to_owned(), Ending::AsWanted),
        false => (text, format!("FAILED: still {left}"), Ending::Failed),
    })
}
