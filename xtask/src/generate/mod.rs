//! `cargo xtask generate`: not part of this build.

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Providers to generate; all of them when none is named.
    pub(crate) providers: Vec<String>,
    /// Compares with the committed files instead of writing them.
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(args: Args) -> anyhow::Result<()> {
    let Args { providers, check } = args;
    anyhow::bail!("not part of this build: generate {providers:?} (check: {check})")
}
