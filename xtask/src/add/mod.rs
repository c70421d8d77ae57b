//! `cargo xtask add`: a provider that was not there before, up to the first call.

mod code;
mod crate_files;
mod facts;
mod input;
mod schemes;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::{Provider, Workspace};
use crate::{generate, reconstruct, regenerate};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What the provider is called: the directory under specs/, and the beginning of variables and type names.
    name: String,
    /// Directory of the documentation pages: docs/, or the one that holds it next to README.md.
    #[arg(long, value_name = "DIR", required_unless_present = "spec", conflicts_with = "spec")]
    docs: Option<PathBuf>,
    /// An API page to read, by file name; may be given again. Default: all.
    #[arg(long, value_name = "PAGE.md", requires = "docs")]
    api: Vec<String>,
    /// The SDK's Python package, read and never run. Default: it is looked for next to the pages.
    #[arg(long, value_name = "DIR", requires = "docs", conflicts_with = "no_sources")]
    sources: Option<PathBuf>,
    /// Reads the pages alone.
    #[arg(long, requires = "docs")]
    no_sources: bool,
    /// An OpenAPI or Swagger document, as YAML or JSON.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The name of the crate. Default: NAME-client.
    #[arg(long = "crate", value_name = "CRATE")]
    crate_name: Option<String>,
}

/// Writes the provider's files, generates its client and builds it.
pub(crate) fn run(args: Args) -> Result<()> {
    let workspace = Workspace::locate()?;
    let crate_name = args.crate_name.clone().unwrap_or_else(|| format!("{}-client", args.name));
    let provider = workspace.provider(&args.name, &crate_name)?;
    let mut made = Made::default();
    let specs = made.directory(provider.file(""))?;
    let root = made.directory(workspace.path(&format!("crates/{crate_name}")))?;

    let mut input = match (&args.docs, &args.spec) {
        (Some(dir), None) => {
            let pages = made.directory(workspace.pages().join(&args.name))?;
            let found = || docs_to_openapi::find_sources(dir).filter(|_| !args.no_sources);
            let sources = args.sources.clone().or_else(found);
            input::pages(input::Docs { dir, api: &args.api, sources: sources.as_deref() }, &pages)?
        }
        (None, Some(file)) => input::document(file, &specs)?,
        _ => bail!("name either --docs or --spec"),
    };
    write(&provider.source(), &input.source_toml(&provider))?;
    write(&provider.overlay(), &facts::overlay(&provider.name, &input))?;
    let only = || vec![provider.name.clone()];
    reconstruct::run(reconstruct::Args { providers: only(), docs: Some(workspace.pages()), ..Default::default() })?;

    let refused = generate::refused(&read(&provider.openapi())?)?;
    if !refused.is_empty() {
        write(&provider.source(), &input::with_skips(&read(&provider.source())?, &refused))?;
        input.open.push(format!(
            "[skip] has {} operations that no client is generated for, each with the reason",
            refused.len()
        ));
    }
    let document = reconstruct::read_document(&provider.openapi())?;
    let about = crate_files::About::read(&provider, &document)?;
    about.write(&workspace, &root)?;
    // From here on something is there that can be corrected.
    made.keep();
    finish(&provider, &root, &about, only()).with_context(|| {
        format!(
            "{} and {} are written, but there is no client yet; correct {} and run `cargo xtask regenerate {}`",
            specs.display(),
            root.display(),
            provider.overlay().display(),
            provider.name
        )
    })?;
    next_steps(&provider, &input, &about, &root);
    Ok(())
}

fn finish(provider: &Provider, root: &Path, about: &crate_files::About, only: Vec<String>) -> Result<()> {
    generate::run(generate::Args { providers: only, ..Default::default() })?;
    about.finish(root)?;
    regenerate::table::run(&Workspace::locate()?, false)?;
    cargo(&["fmt", "--package", &provider.crate_name])?;
    cargo(&["build", "--package", &provider.crate_name, "--all-targets"])
}

fn cargo(arguments: &[&str]) -> Result<()> {
    eprintln!("cargo {}", arguments.join(" "));
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(arguments)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("cargo {} failed", arguments.join(" "));
    }
    Ok(())
}

fn next_steps(provider: &Provider, input: &input::Input, about: &crate_files::About, root: &Path) {
    let Provider { name, crate_name, .. } = provider;
    let mut steps = vec![
        format!("cargo test -p {crate_name}: the client against a server on loopback"),
        format!("{}/README.md: the first call", root.display()),
    ];
    steps.extend(input.open.iter().map(|open| format!("{}: {open}", provider.source().display())));
    steps.extend(about.open.iter().map(|open| format!("{}/src: {open}", root.display())));
    steps.push(format!(
        "{}: a comment for each fact that is not known; then `cargo xtask regenerate {name}`",
        provider.overlay().display()
    ));
    steps.push(format!("{}/src/lib.rs: a type for the provider's error body, once that is known", root.display()));
    eprintln!("\n{name} is added as {crate_name}. What to look at next:");
    for (index, step) in steps.iter().enumerate() {
        eprintln!("{:>2}. {step}", index + 1);
    }
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The directories that were made; they go again if there is nothing in them that works.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Made {
    fn directory(&mut self, path: PathBuf) -> Result<PathBuf> {
        if path.exists() {
            bail!("{} is there already; choose another name, or delete it", path.display());
        }
        std::fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        self.0.push(path.clone());
        Ok(path)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = std::fs::remove_dir_all(path);
        }
    }
}
