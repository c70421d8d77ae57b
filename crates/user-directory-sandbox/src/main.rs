//! Serves five user directories until it is told to stop.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use user_directory_sandbox::{MOST_USERS, Sandbox, Snapshot};

/// How long open requests are waited for at the end.
const PATIENCE: Duration = Duration::from_secs(3);

/// Five user directories on 127.0.0.1, stateful, without credentials of theirs.
///
/// Prints one line of JSON on standard output, `{"velo": {"base_url": ..., "credentials": {...}}, ...}`, and serves until
/// it gets SIGINT or SIGTERM. Faults, clock, journal and snapshots are under `/_sandbox` of the same port.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0, env = "SANDBOX_PORT")]
    port: u16,
    /// Chooses identifiers, names and credentials; the same seed makes the same ones.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// People to begin with.
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_USERS)))]
    users: u32,
    /// File that has the state: read at the start if it is there, written at the end. It wins over --seed and --users.
    #[arg(long, value_name = "FILE.json")]
    state: Option<PathBuf>,
    /// Checks every answer against the specification; one that breaks it is a 500 that says where.
    #[arg(long)]
    validate_responses: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let mut builder = Sandbox::builder()
        .port(options.port)
        .seed(options.seed)
        .users(options.users)
        .validate_responses(options.validate_responses);
    if let Some(path) = options.state.as_deref().filter(|path| path.exists()) {
        let json = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        builder = builder.snapshot(Snapshot::from_json(json));
        eprintln!("state read from {}", path.display());
    }
    let sandbox = builder.start().await.context("the sandbox did not start")?;
    announce(&sandbox)?;
    eprintln!("serving on {}; stop with ctrl-c", sandbox.address());
    interrupted().await?;
    if let Some(path) = &options.state {
        save(&sandbox, path)?;
        eprintln!("state written to {}", path.display());
    }
    // Somebody who keeps a request open does not keep the process.
    let _ = tokio::time::timeout(PATIENCE, sandbox.stop()).await;
    Ok(())
}

/// Prints the one line that programs read.
fn announce(sandbox: &Sandbox) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", sandbox.announcement()).and_then(|()| out.flush()).context("cannot print the first line")
}

/// Writes beside the file and renames, so that a full disk leaves the old state.
fn save(sandbox: &Sandbox, path: &Path) -> anyhow::Result<()> {
    let snapshot = sandbox.snapshot()?;
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    fs::write(&new, snapshot.as_json())
        .and_then(|()| fs::rename(&new, path))
        .with_context(|| format!("cannot write {}; is its folder there and writable?", path.display()))
}

/// Waits for SIGINT or SIGTERM.
async fn interrupted() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result.context("cannot wait for SIGINT")?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("cannot wait for ctrl-c")?;
    Ok(())
}
