//! `source.toml`: where the pages come from, what they were, and how they are read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// One `source.toml`, with the text it was read from.
#[derive(Debug)]
pub(crate) struct Source {
    path: PathBuf,
    text: String,
    record: Record,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    source: Origin,
    reading: Reading,
    pages: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origin {
    /// The URL of the repository.
    repository: String,
    /// The commit whose pages these are.
    commit: String,
    /// The page of the user operations, as a path in the repository.
    page: String,
    /// What generated the pages; a fact for readers.
    #[allow(dead_code, reason = "read by people, checked for presence")]
    generator: String,
    /// The base URL that the page prints.
    base_path: String,
}

/// How the pages are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    /// The API pages, by file name; the models are those which they reach.
    pub(crate) api: Vec<String>,
    /// The style of the names on the wire.
    pub(crate) wire_names: String,
    /// What becomes of the pages' prose.
    pub(crate) prose: String,
}

impl Source {
    /// Reads and checks a `source.toml`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(path, text)
    }

    fn parse(path: &Path, text: String) -> Result<Self> {
        let record = toml::from_str(&text)
            .map_err(|error| anyhow!("{}: {error}", path.display()))
            .context("source.toml has the tables [source], [reading] and [pages]")?;
        Ok(Self { path: path.to_owned(), text, record })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn repository(&self) -> &str {
        &self.record.source.repository
    }

    pub(crate) fn commit(&self) -> &str {
        &self.record.source.commit
    }

    /// Returns the path of the API page in the repository.
    pub(crate) fn pages_path(&self) -> &str {
        &self.record.source.page
    }

    pub(crate) fn reading(&self) -> &Reading {
        &self.record.reading
    }

    /// Returns one sentence on where the pages are to be had.
    pub(crate) fn origin(&self) -> String {
        format!(
            "the pages are README.md and {} with the model pages beside it, of {} at commit {}",
            self.pages_path(),
            self.repository(),
            self.commit()
        )
    }

    /// Checks that the first server of a converted document is the recorded base path.
    pub(crate) fn verify_base_path(&self, document: &serde_json::Value) -> Result<()> {
        let expected = &self.record.source.base_path;
        let found = document.pointer("/servers/0/url").and_then(serde_json::Value::as_str);
        if found != Some(expected.as_str()) {
            bail!("{}: base_path is {expected}, the pages say {}", self.path.display(), found.unwrap_or("none"));
        }
        Ok(())
    }

    /// Checks that the pages in `dir` are those recorded: none changed, missing or added.
    pub(crate) fn verify(&self, dir: &Path) -> Result<()> {
        let found = hashes(dir)?;
        let recorded = &self.record.pages;
        let mut problems = Vec::new();
        for (page, expected) in recorded {
            match found.get(page) {
                None => problems.push(format!("{page}: missing (expected sha256 {expected})")),
                Some(actual) if actual != expected => {
                    problems.push(format!("{page}: expected sha256 {expected}, found {actual}"))
                }
                Some(_) => {}
            }
        }
        for page in found.keys().filter(|page| !recorded.contains_key(*page)) {
            problems.push(format!("{page}: not recorded"));
        }
        if problems.is_empty() {
            return Ok(());
        }
        bail!(
            "the pages in {} are not those of {}:\n  {}\n{}; to accept new pages, set the commit there and run `cargo xtask reconstruct` with --update-hashes",
            dir.display(),
            self.path.display(),
            problems.join("\n  "),
            self.origin()
        )
    }

    /// Records the pages in `dir` as the ones to read, and writes the file.
    pub(crate) fn accept(&mut self, dir: &Path) -> Result<()> {
        let pages = hashes(dir)?;
        let text = with_pages(&self.text, &pages)
            .with_context(|| format!("{}: no line `[pages]`; add one", self.path.display()))?;
        std::fs::write(&self.path, &text).with_context(|| format!("cannot write {}", self.path.display()))?;
        self.record.pages = pages;
        self.text = text;
        Ok(())
    }
}

/// Returns the text with everything behind `[pages]`, which is the last table, written anew.
fn with_pages(text: &str, pages: &BTreeMap<String, String>) -> Option<String> {
    let mut kept = String::new();
    let mut found = false;
    for line in text.lines() {
        kept.push_str(line);
        kept.push('\n');
        if line.trim() == "[pages]" {
            found = true;
            break;
        }
    }
    for (page, hash) in pages {
        kept.push_str(&format!("{page:?} = \"{hash}\"\n"));
    }
    found.then_some(kept)
}

/// Returns the sha256 of `README.md` and of each `docs/*.md`, by path.
fn hashes(dir: &Path) -> Result<BTreeMap<String, String>> {
    let mut hashes = BTreeMap::new();
    let readme = dir.join("README.md");
    if readme.is_file() {
        hashes.insert("README.md".to_owned(), sha256(&readme)?);
    }
    let docs = dir.join("docs");
    let entries = std::fs::read_dir(&docs).with_context(|| format!("cannot list {}", docs.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", docs.display()))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| name.ends_with(".md")) else {
            continue;
        };
        hashes.insert(format!("docs/{name}"), sha256(&path)?);
    }
    Ok(hashes)
}

fn sha256(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"# Why these pages.
[source]
repository = "https://example.org/acme/acme-python"
commit = "0123abcd"
page = "docs/UsersApi.md"
generator = "generator 1.0"
base_path = "https://api.example.org"

[reading]
api = ["UsersApi.md"]
wire_names = "camelCase"
prose = "drop"

[pages]
"#;

    fn acme() -> (tempfile::TempDir, Source) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("docs")).unwrap();
        std::fs::write(dir.path().join("README.md"), "abc").unwrap();
        std::fs::write(dir.path().join("docs/UsersApi.md"), "").unwrap();
        std::fs::write(dir.path().join("docs/notes.txt"), "not a page").unwrap();
        let path = dir.path().join("source.toml");
        std::fs::write(&path, RECORD).unwrap();
        let source = Source::read(&path).unwrap();
        (dir, source)
    }

    #[test]
    fn accepted_pages_are_recorded_and_verified() {
        let (dir, mut source) = acme();
        let error = source.verify(dir.path()).unwrap_err().to_string();
        assert!(error.contains("README.md: not recorded"), "{error}");
        assert!(error.contains("--update-hashes"), "{error}");
        source.accept(dir.path()).unwrap();
        let again = Source::read(&dir.path().join("source.toml")).unwrap();
        again.verify(dir.path()).unwrap();
        assert_eq!(
            again.text,
            RECORD.to_owned()
                + "\"README.md\" = \"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"\n"
                + "\"docs/UsersApi.md\" = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n"
        );
    }

    #[test]
    fn a_changed_page_is_named_with_both_hashes() {
        let (dir, mut source) = acme();
        source.accept(dir.path()).unwrap();
        std::fs::write(dir.path().join("docs/UsersApi.md"), "abc").unwrap();
        std::fs::remove_file(dir.path().join("README.md")).unwrap();
        let error = source.verify(dir.path()).unwrap_err().to_string();
        assert!(error.contains("README.md: missing"), "{error}");
        assert!(
            error.contains("docs/UsersApi.md: expected sha256 e3b0c442") && error.contains("found ba7816bf"),
            "{error}"
        );
        assert!(error.contains("https://example.org/acme/acme-python at commit 0123abcd"));
    }

    #[test]
    fn unknown_keys_are_errors_with_their_line() {
        let text = RECORD.replace("prose =", "prosa =");
        let error = Source::parse(Path::new("specs/acme/source.toml"), text).unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains("line 12"), "{error}");
        assert!(error.contains("prosa"), "{error}");
    }

    #[test]
    fn another_base_path_is_an_error() {
        let (_dir, source) = acme();
        let document = |url: &str| serde_json::json!({"servers": [{"url": url}]});
        source.verify_base_path(&document("https://api.example.org")).unwrap();
        assert!(source.verify_base_path(&document("https://other")).is_err());
        assert!(source.verify_base_path(&serde_json::json!({})).is_err());
    }
}
