//! From `main` to the example proper.

use std::io::Write;
use std::process::ExitCode;

use user_directory::{Directory, DirectorySet};

/// How clap ends a program, too.
const WRONG_ARGUMENT: u8 = 2;

/// Says that the arguments cannot be what is meant, though each has the right form.
#[allow(dead_code)] // Not every example can tell.
pub(crate) fn wrong_argument(what: impl std::fmt::Display) -> anyhow::Error {
    clap::Error::raw(clap::error::ErrorKind::ValueValidation, format!("{what}\n")).into()
}

/// Returns the directory that an argument names.
#[allow(dead_code)] // Not every example has such an argument.
pub(crate) fn named<'a>(set: &'a DirectorySet, name: &str) -> anyhow::Result<&'a Directory> {
    set.get(name).ok_or_else(|| {
        let names: Vec<_> = set.iter().map(|(name, _)| name).collect();
        wrong_argument(format!("there is no directory {name}; there are {}", names.join(", ")))
    })
}

/// Runs an example to its end, on standard output; an error goes to standard error.
pub(crate) fn run(work: impl AsyncFnOnce(&mut dyn Write) -> anyhow::Result<ExitCode>) -> ExitCode {
    // Calls are made one after another: threads to share them out would only cost.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let mut out = std::io::stdout().lock();
        runtime.block_on(work(&mut out))
    });
    ended.unwrap_or_else(|error| {
        if error.is::<clap::Error>() {
            eprint!("{error}");
            return ExitCode::from(WRONG_ARGUMENT);
        }
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
