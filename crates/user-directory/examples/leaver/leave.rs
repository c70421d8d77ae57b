//! Takes a leaver's access away everywhere.

use std::io::Write;

use clap::Args;
use user_directory::{Directory, DirectorySet, Result, User, Verb};

use super::{Ending, table};

/// Who leaves.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// E-mail address
    email: String,
    /// Deletes the person in the end, where the directory can
    #[arg(long)]
    delete: bool,
    /// Does it; otherwise it is only said
    #[arg(long)]
    apply: bool,
}

impl Arguments {
    pub(crate) fn demo() -> Self {
        Self { email: "ada.king@example.com".to_owned(), delete: false, apply: true }
    }
}

/// Returns what has to be done, by what the directory can do. What can be undone comes first; a lock is only a closed
/// door, so the roles go, too.
fn steps(directory: &Directory, delete: bool) -> Vec<Verb> {
    let can = |verb: &Verb| directory.supports(*verb);
    let mut steps = match [Verb::Disable, Verb::Lock].iter().find(|verb| can(verb)) {
        Some(Verb::Lock) => vec![Verb::ReplaceGrants, Verb::Lock],
        Some(verb) => vec![*verb],
        None => vec![Verb::Delete],
    };
    if delete && !steps.contains(&Verb::Delete) {
        steps.push(Verb::Delete);
    }
    steps.retain(can);
    steps
}

async fn take(step: Verb, directory: &Directory, user: &User) -> Result<()> {
    match step {
        Verb::Disable => directory.disable(&user.id).await,
        Verb::Lock => directory.lock(&user.id).await,
        Verb::ReplaceGrants => directory.replace_grants(&user.id, Vec::new()).await,
        _ => directory.delete(&user.id).await,
    }
}

/// Returns whether the person is shut out now, as the directory says when asked again.
async fn is_out(directory: &Directory, user: &User) -> Result<bool> {
    match directory.get(&user.id).await {
        Ok(user) => Ok(!user.is_active()),
        Err(error) if error.is_not_found() => Ok(true),
        Err(error) => Err(error),
    }
}

pub(crate) async fn run(arguments: &Arguments, set: &DirectorySet, out: &mut dyn Write) -> anyhow::Result<Ending> {
    let lookup = set.find_by_email(&arguments.email).await;
    if !lookup.is_complete() {
        for (name, error) in lookup.failed() {
            eprintln!("{name} could not be asked: {error}");
        }
        eprintln!("nothing was changed: the leaver may have an account there");
        return Ok(Ending::Refused);
    }
    let (mut rows, mut ending) = (Vec::new(), Ending::Done);
    for (name, users) in lookup.iter() {
        let users = users.as_deref().unwrap_or_default();
        if users.is_empty() {
            rows.push([name.to_owned(), String::new(), "is not known".to_owned()]);
        }
        let Some(directory) = set.get(name) else {
            continue;
        };
        for user in users {
            let said = leave(arguments, directory, user).await;
            if said.is_err() {
                ending = Ending::Failed;
            }
            let said = said.unwrap_or_else(|problem| format!("FAILED: {problem}"));
            rows.push([name.to_owned(), user.id.to_string(), said]);
        }
    }
    write!(out, "{}", table::render(&["directory", "id", "leaver"], &rows))?;
    if !arguments.apply {
        writeln!(out, "\nNothing was changed; --apply does it.")?;
    }
    Ok(ending)
}

async fn leave(arguments: &Arguments, directory: &Directory, user: &User) -> std::result::Result<String, String> {
    let steps = steps(directory, arguments.delete);
    if steps.is_empty() {
        return Err("the directory has no verb that takes access away".to_owned());
    }
    let names: Vec<_> = steps.iter().map(|step| step.as_str()).collect();
    let names = names.join(", ");
    if !arguments.apply {
        return Ok(format!("would {names}"));
    }
    // A step that fails does not spare the person the others.
    let mut failed = Vec::new();
    for step in steps {
        if let Err(error) = take(step, directory, user).await {
            failed.push(error.to_string());
        }
    }
    if !failed.is_empty() {
        return Err(failed.join("; "));
    }
    match is_out(directory, user).await {
        Ok(true) => Ok(format!("{names}: done, and shut out")),
        Ok(false) => Err(format!("{names}: done, but the person is still active")),
        Err(error) => Err(format!("{names}: done, but not verified: {error}")),
    }
}
