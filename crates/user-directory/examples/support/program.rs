//! From `main` to the example proper.

use std::io::Write;
use std::process::ExitCode;

/// Runs an example to its end, on standard output; an error goes to standard error.
pub(crate) fn run(work: impl AsyncFnOnce(&mut dyn Write) -> anyhow::Result<ExitCode>) -> ExitCode {
    // Calls are made one after another: threads to share them out would only cost.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = runtime.map_err(anyhow::Error::from).and_then(|runtime| {
        let mut out = std::io::stdout().lock();
        runtime.block_on(work(&mut out))
    });
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
