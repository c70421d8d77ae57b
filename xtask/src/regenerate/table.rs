//! The table of providers in the README of the workspace.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::diff;
use crate::reconstruct::{read_document, validate};
use crate::source::Source;
use crate::workspace::{Provider, Workspace};

const BEGIN: &str = "<!-- providers, written by `cargo xtask regenerate` -->\n";
const END: &str = "<!-- end of providers -->\n";

/// Writes the table between its marks, or compares it.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<()> {
    let path = workspace.path("README.md");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let Some((before, rest)) = text.split_once(BEGIN) else {
        return Ok(());
    };
    let Some((_, after)) = rest.split_once(END) else {
        bail!("{}: the table of providers begins and has no end; write `{}` behind it", path.display(), END.trim());
    };
    let written = format!("{before}{BEGIN}{}{END}{after}", table(&workspace.providers()?)?);
    if written == text {
        return Ok(());
    }
    if check {
        bail!("{} is out of date; run `cargo xtask regenerate`\n{}", path.display(), diff::unified(&text, &written));
    }
    std::fs::write(&path, written).with_context(|| format!("cannot write {}", path.display()))
}

fn table(providers: &[Provider]) -> Result<String> {
    let mut text =
        "| provider | crate | operations | authentication | lists in pages |\n|---|---|---|---|---|\n".to_owned();
    let mut total = 0;
    for provider in providers {
        let document = read_document(&provider.openapi())?;
        let operations = validate::operations(&document);
        total += operations.len();
        let pages = operations.iter().any(|(_, operation)| operation.get("x-pagination").is_some());
        let title = Source::read(&provider.source())?.title().unwrap_or(&provider.name).to_owned();
        let _ = writeln!(
            text,
            "| {title} | [`{0}`](crates/{0}) | {1} | {2} | {3} |",
            provider.crate_name,
            operations.len(),
            authentication(&document),
            if pages { "yes" } else { "no" },
        );
    }
    let _ = writeln!(text, "| | | **{total}** | | |");
    Ok(text)
}

fn authentication(document: &Value) -> String {
    let schemes = document.pointer("/components/securitySchemes").or_else(|| document.get("securityDefinitions"));
    let mut kinds: Vec<String> = Vec::new();
    for (name, scheme) in schemes.and_then(Value::as_object).into_iter().flatten() {
        let text = |key: &str| scheme.get(key).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let kind = match (text("type").as_str(), text("scheme").as_str()) {
            ("basic", _) | (_, "basic") => "HTTP Basic".to_owned(),
            (_, "bearer") => "bearer token".to_owned(),
            ("oauth2", _) => "OAuth 2.0".to_owned(),
            ("openidconnect", _) => "OpenID Connect".to_owned(),
            _ => name.clone(),
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.is_empty() { "none documented".to_owned() } else { kinds.join(", ").replace('|', "\\|") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_written_between_its_marks_and_compared() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(dir.path());
        let provider = workspace.provider("acme", "acme-client").unwrap();
        std::fs::create_dir_all(provider.source().parent().unwrap()).unwrap();
        std::fs::write(
            provider.source(),
            "crate = \"acme-client\"\ntitle = \"Acme & Sons\"\n[source]\ndocument = \"document.yaml\"\n",
        )
        .unwrap();
        std::fs::write(
            provider.openapi(),
            "paths: {/a: {get: {x-pagination: {}}, put: {}}}\n\
             components: {securitySchemes: {a: {type: http, scheme: basic}, Signed: {type: apiKey}}}\n",
        )
        .unwrap();
        let readme = dir.path().join("README.md");
        std::fs::write(&readme, format!("Before.\n{BEGIN}old\n{END}After.\n")).unwrap();
        assert!(run(&workspace, true).unwrap_err().to_string().contains("-old"));
        run(&workspace, false).unwrap();
        let text = std::fs::read_to_string(&readme).unwrap();
        let row = "| Acme & Sons | [`acme-client`](crates/acme-client) | 2 | HTTP Basic, Signed | yes |\n";
        assert!(text.starts_with("Before.\n") && text.contains(row) && text.ends_with("After.\n"), "{text}");
        run(&workspace, true).unwrap();
        std::fs::write(&readme, format!("{BEGIN}old")).unwrap();
        assert!(run(&workspace, false).unwrap_err().to_string().contains("has no end"));
    }
}
