//! `cargo xtask reconstruct`: documentation pages, or a published document, and overlay become `openapi.yaml`.

mod order;
mod overlay;
pub(crate) mod pages;
pub(crate) mod validate;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::source::{Input, Source};
use crate::workspace::{Provider, Workspace};
use validate::{Kind, Problem};

#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Providers to rebuild; all of them when none is named.
    pub(crate) providers: Vec<String>,
    /// Directory that holds PROVIDER/README.md and PROVIDER/docs/*.md. Default: where `cargo xtask fetch` keeps them.
    #[arg(long, value_name = "DIR", env = "USER_DIRECTORY_DOCS")]
    pub(crate) docs: Option<PathBuf>,
    /// Compares with the committed files instead of writing them.
    #[arg(long)]
    pub(crate) check: bool,
    /// Writes PROVIDER.json there: what the pages left open and by which rule it was decided.
    #[arg(long, value_name = "DIR")]
    pub(crate) report: Option<PathBuf>,
    /// Prints every warning, not only how many there are.
    #[arg(long)]
    pub(crate) warnings: bool,
    /// Accepts the pages as they are: rewrites their hashes in source.toml.
    #[arg(long, conflicts_with = "check")]
    pub(crate) update_hashes: bool,
}

/// Rebuilds or compares every provider asked for, and fails if one of them failed.
pub(crate) fn run(args: Args) -> Result<()> {
    let workspace = Workspace::locate()?;
    let docs = args.docs.clone().unwrap_or_else(|| workspace.pages());
    let mut failed = Vec::new();
    for provider in workspace.select(&args.providers)? {
        match run_one(&provider, &docs, &args) {
            Ok(done) => eprintln!("{}: {done}", provider.name),
            Err(error) => {
                eprintln!("{}: error: {error:#}", provider.name);
                failed.push(provider.name);
            }
        }
    }
    if !failed.is_empty() {
        bail!("reconstruct failed for: {}", failed.join(", "));
    }
    Ok(())
}

fn run_one(provider: &Provider, docs: &Path, args: &Args) -> Result<String> {
    let mut source = Source::read(&provider.source())?;
    let base = match source.input()? {
        Input::Document(name) => read_document(&provider.file(name))?,
        Input::Pages(reading) => {
            let reading = reading.clone();
            let dir = pages::locate(docs, provider, &source)?;
            if args.update_hashes {
                source.accept(&dir)?;
            }
            source.verify(&dir)?;
            pages::convert(provider, &source, &reading, &dir, args.report.as_deref())?
        }
    };
    // In the order of the result, which is part of what a problem says.
    let mut documented = base.clone();
    order::arrange(&mut documented);
    let documented = validate::problems(&documented);
    let mut document = overlay::read(&provider.overlay())?.apply(base)?;
    order::arrange(&mut document);
    judge(&document, &documented, provider, args.warnings)?;
    let text = header(&provider.name, &source)? + &pages::to_yaml(&document)?;
    let done = finish(&provider.openapi(), &text, args.check, &provider.name)?;
    if args.update_hashes {
        source.write()?;
    }
    Ok(done)
}

/// Reads a document, as JSON or YAML.
pub(crate) fn read_document(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value = match path.extension().is_some_and(|extension| extension == "json") {
        true => serde_json::from_str(&text).map_err(anyhow::Error::from),
        false => crate::yaml::from_str(&text),
    };
    value.with_context(|| path.display().to_string())
}

/// Fails if the overlay brings an error in. What the documentation itself has wrong is a warning: it waits for somebody who
/// knows better, and generating refuses what it cannot use.
fn judge(document: &Value, documented: &[Problem], provider: &Provider, list: bool) -> Result<()> {
    let (errors, warnings): (Vec<_>, Vec<_>) = validate::problems(document)
        .into_iter()
        .partition(|problem| problem.kind.is_error() && !documented.iter().any(|other| other.is_alike(problem)));
    // Without its credentials no call succeeds: that is worth a line in any case.
    for warning in warnings.iter().filter(|warning| list || warning.kind == Kind::UndescribedScheme) {
        eprintln!("{}: warning: {warning}", provider.name);
    }
    if !warnings.is_empty() {
        let hint = if list { "" } else { "; --warnings lists them" };
        eprintln!(
            "{}: {} warnings{hint}; {} is the place to mend them",
            provider.name,
            warnings.len(),
            provider.overlay().display()
        );
    }
    if errors.is_empty() {
        return Ok(());
    }
    let list: Vec<_> = errors.iter().map(|problem| format!("\n  {problem}")).collect();
    bail!(
        "{} would have {} problems and is not written; correct {}{}",
        provider.openapi().display(),
        list.len(),
        provider.overlay().display(),
        list.concat()
    )
}

fn header(provider: &str, source: &Source) -> Result<String> {
    let mut header = String::new();
    let _ = writeln!(
        header,
        "# Generated by `cargo xtask reconstruct {provider}`; do not edit: change overlay.yaml instead."
    );
    let from = match source.input()? {
        Input::Pages(_) => source.page(),
        Input::Document(name) => name,
    };
    let tell = "as source.toml and overlay.yaml next to this file say.";
    let _ = match source.commit() {
        Ok((repository, commit)) => writeln!(header, "# From {from} of {repository}\n# at {commit}, {tell}"),
        Err(_) => writeln!(header, "# From {from}, {tell}"),
    };
    Ok(header)
}

fn finish(path: &Path, text: &str, check: bool, provider: &str) -> Result<String> {
    if !check {
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        return Ok(format!("wrote {}", path.display()));
    }
    let committed = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read {}; run `cargo xtask reconstruct {provider}`", path.display()))?;
    if committed == text {
        return Ok(format!("{} is up to date", path.display()));
    }
    bail!(
        "{} differs from what documentation and overlay give; run `cargo xtask reconstruct {provider}` and review the change\n{}",
        path.display(),
        crate::diff::unified(&committed, text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_passes_on_equal_text_and_shows_what_differs() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("openapi.yaml");
        let missing = finish(&path, "a: 1\n", true, "acme").unwrap_err();
        assert!(format!("{missing:#}").contains("cargo xtask reconstruct acme"));
        finish(&path, "a: 1\n", false, "acme").unwrap();
        finish(&path, "a: 1\n", true, "acme").unwrap();
        let differs = finish(&path, "a: 2\n", true, "acme").unwrap_err();
        let text = differs.to_string();
        assert!(text.contains("-a: 1") && text.contains("+a: 2"), "{text}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a: 1\n");
    }

    /// A provider with a published document and this overlay.
    fn acme(document: &str, actions: &str) -> (tempfile::TempDir, Provider) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("specs/acme")).unwrap();
        let provider = Workspace::at(dir.path()).provider("acme", "acme-client").unwrap();
        std::fs::write(provider.source(), "[source]\ndocument = \"document.yaml\"\n").unwrap();
        std::fs::write(provider.file("document.yaml"), document).unwrap();
        let overlay = format!("overlay: 1.0.0\ninfo: {{title: Acme, version: '1'}}\nactions: {actions}\n");
        std::fs::write(provider.overlay(), overlay).unwrap();
        (dir, provider)
    }

    const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Acme, version: '1'}
paths:
  /users:
    get:
      operationId: listUsers
      vendor: odd
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: size, in: query, schema: {type: integer}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/paths', type: a, deprecated: true}}}}}
";

    #[test]
    fn what_was_published_that_way_is_a_warning_and_what_the_overlay_adds_an_error() {
        let (_dir, provider) = acme(DOCUMENT, "[]");
        run_one(&provider, Path::new("no-pages"), &Args::default()).unwrap();
        let written = std::fs::read_to_string(provider.openapi()).unwrap();
        assert!(written.starts_with("# Generated by `cargo xtask reconstruct acme`"), "{written}");
        assert!(written.contains("vendor: odd"), "{written}");
        // What hid behind the first mistake comes to light when that is mended, and is none of the overlay's.
        let hidden = DOCUMENT.replace("query, schema", "query, style: odd, schema");
        let mended = "[{target: '$.paths.*.get.parameters[0]', update: {style: form}}]";
        let (_dir, provider) = acme(&hidden, mended);
        run_one(&provider, Path::new("no-pages"), &Args::default()).unwrap();
        // A failed validation writes nothing.
        let typing_error = "[{target: '$.paths.*.get', update: {operationid: users}}]";
        let (_dir, provider) = acme(DOCUMENT, typing_error);
        let error = run_one(&provider, Path::new("no-pages"), &Args::default()).unwrap_err().to_string();
        assert!(error.contains("#/paths/~1users/get/operationid") && error.contains("is not written"), "{error}");
        assert!(!error.contains("vendor"), "{error}");
        assert!(!provider.openapi().exists());
    }
}
