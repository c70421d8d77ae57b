//! `cargo xtask regenerate`: everything that is made from `specs/`, in one go.

pub(crate) mod table;

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{fetch, generate, reconstruct};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Providers to regenerate; all of them when none is named.
    providers: Vec<String>,
    /// Directory that holds PROVIDER/README.md and PROVIDER/docs/*.md. Default: the pages are fetched if need be.
    #[arg(long, value_name = "DIR", env = "USER_DIRECTORY_DOCS")]
    docs: Option<PathBuf>,
    /// Compares with the committed files instead of writing them.
    #[arg(long)]
    check: bool,
}

/// Fetches the pages if need be, reconstructs the specifications and generates the clients.
pub(crate) fn run(Args { providers, docs, check }: Args) -> Result<()> {
    let workspace = Workspace::locate()?;
    if docs.is_none() {
        for provider in workspace.select(&providers)? {
            let done = fetch::fetch(&workspace, &provider, None)?;
            eprintln!("{}: {done}", provider.name);
        }
    }
    reconstruct::run(reconstruct::Args { providers: providers.clone(), docs, check, ..Default::default() })?;
    generate::run(generate::Args { providers, check, ..Default::default() })?;
    table::run(&workspace, check)
}
