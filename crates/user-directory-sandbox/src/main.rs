//! Serves five user directories until it gets SIGINT or SIGTERM.

use std::fs;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Parser;
use user_directory_sandbox::{MOST_USERS, Sandbox, Snapshot};

/// Serves five user directories on one port, stateful and without accounts at the providers.
///
/// Prints one line of JSON on standard output, `{"velo": {"base_url": ..., "credentials": {...}}, ...}`, and serves until
/// it gets SIGINT or SIGTERM. `/` shows the sandbox in a browser; faults, clock, journal and snapshots are under
/// `/_sandbox`.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 0, env = "SANDBOX_PORT")]
    port: u16,
    /// Chooses identifiers, names and credentials; the same seed makes the same ones.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// People to start with.
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_USERS)))]
    users: u32,
    /// File with the state: read at the start if it exists, written at the end. It overrides --seed and --users.
    #[arg(long, value_name = "FILE.json")]
    state: Option<PathBuf>,
    /// Prints `export NAME='value'` lines with the variables that the clients and SDKs read, instead of the JSON.
    #[arg(long)]
    env: bool,
    /// Address to listen on. On any but a loopback address, whoever reaches it can read and change everything.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// Host name by which clients may call the sandbox, in addition to localhost; the first is part of the base URLs.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Origin whose pages may read answers and change state, such as https://app.example.
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Checks every answer against the specification; one that breaks it is a 500 that says where.
    #[arg(long)]
    validate_responses: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let mut builder = Sandbox::builder()
        .listen(options.listen)
        .port(options.port)
        .seed(options.seed)
        .users(options.users)
        .validate_responses(options.validate_responses);
    builder = options.allow_host.iter().fold(builder, |builder, host| builder.allow_host(host));
    builder = options.allow_origin.iter().fold(builder, |builder, origin| builder.allow_origin(origin));
    if let Some(path) = options.state.as_deref().filter(|path| path.exists()) {
        let json = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        builder = builder.snapshot(Snapshot::from_json(json));
        eprintln!("state read from {}", path.display());
    }
    let sandbox = builder.start().await.context("the sandbox did not start")?;
    announce(&sandbox, options.env)?;
    if !options.listen.is_loopback() {
        eprintln!("warning: whoever reaches {} gets the credentials and can change everything", sandbox.address());
        if options.allow_host.is_empty() {
            eprintln!("warning: no host is allowed but localhost; name one with --allow-host");
        }
    }
    eprintln!("serving on {}; stop with ctrl-c", sandbox.address());
    interrupted().await?;
    if let Some(path) = &options.state {
        save(&sandbox, path)?;
        eprintln!("state written to {}", path.display());
    }
    sandbox.stop().await;
    Ok(())
}

/// Prints what programs read: one line of JSON, or the variables.
fn announce(sandbox: &Sandbox, env: bool) -> anyhow::Result<()> {
    let line = sandbox.announcement();
    let text = if env { variables(&line) } else { line.to_string() };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).context("cannot print on standard output")
}

/// Returns the variables as a shell reads them; their values have no quotes.
fn variables(announcement: &serde_json::Value) -> String {
    let providers = announcement.as_object().into_iter().flatten();
    let variables = providers.filter_map(|(_, provider)| provider["env"].as_object()).flatten();
    let lines = variables.map(|(name, value)| format!("export {name}='{}'", value.as_str().unwrap_or_default()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Writes a file next to it and renames, so that a full disk leaves the old state.
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
