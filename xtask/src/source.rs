//! `source.toml`: where the pages come from, what they were, and how they are read.

use std::collections::BTreeMap;
use std::fmt;
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
    #[allow(dead_code, reason = "read by `Source::crate_of`")]
    #[serde(rename = "crate")]
    crate_name: Option<String>,
    /// What the provider is called in texts.
    title: Option<String>,
    source: Origin,
    reading: Option<Reading>,
    #[serde(default)]
    pages: BTreeMap<String, Hashes>,
    #[allow(dead_code, reason = "read by `cargo xtask generate`")]
    #[serde(default)]
    skip: BTreeMap<String, String>,
}

/// The sha256 of a page, or of several copies of it that give the same specification.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Hashes {
    One(String),
    Several(Vec<String>),
}

impl Hashes {
    pub(crate) fn have(&self, hash: &str) -> bool {
        match self {
            Self::One(one) => one == hash,
            Self::Several(several) => several.iter().any(|one| one == hash),
        }
    }
}

impl fmt::Display for Hashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(one) => f.write_str(one),
            Self::Several(several) => f.write_str(&several.join(" or ")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Origin {
    /// The URL of the repository.
    repository: Option<String>,
    /// The commit whose pages these are.
    commit: Option<String>,
    /// The page of the user operations, as a path in the repository.
    page: Option<String>,
    /// The Python package, as a path in the repository.
    sources: Option<String>,
    /// The document that the provider publishes itself, as a file next to `source.toml`.
    document: Option<String>,
    /// What generated the pages; a fact for readers.
    #[allow(dead_code, reason = "read by people")]
    generator: Option<String>,
    /// The base URL that the page prints.
    base_path: Option<String>,
}

/// How the pages are read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reading {
    /// The API pages, by file name, with the models that they reach; all pages if the list is empty.
    pub(crate) api: Vec<String>,
    /// The style of the names on the wire; the pages tell it if it is left out.
    pub(crate) wire_names: Option<String>,
    /// What becomes of the pages' prose.
    pub(crate) prose: String,
}

/// What a specification is made from.
#[derive(Debug)]
pub(crate) enum Input<'a> {
    /// Documentation pages.
    Pages(&'a Reading),
    /// A document that the provider publishes, as a file next to `source.toml`.
    Document(&'a str),
}

impl Source {
    /// Returns the name of the crate that a `source.toml` says or implies. What else it says is not looked at.
    pub(crate) fn crate_of(path: &Path, provider: &str) -> Result<String> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(rename = "crate")]
            crate_name: Option<String>,
        }
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let head: Head = toml::from_str(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        Ok(head.crate_name.unwrap_or_else(|| format!("{provider}-users")))
    }

    /// Reads and checks a `source.toml`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(path, text)
    }

    fn parse(path: &Path, text: String) -> Result<Self> {
        let record = toml::from_str(&text)
            .map_err(|error| anyhow!("{}: {error}", path.display()))
            .context("source.toml has the tables [source], [reading] and [pages]")?;
        let value: toml::Value = toml::from_str(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
        no_control_characters(&value, "").with_context(|| path.display().to_string())?;
        let source = Self { path: path.to_owned(), text, record };
        source.input()?;
        source.pages_are_below_their_directory()?;
        Ok(source)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what the provider is called in texts.
    pub(crate) fn title(&self) -> Option<&str> {
        self.record.title.as_deref()
    }

    /// Returns what the specification is made from.
    pub(crate) fn input(&self) -> Result<Input<'_>> {
        let Origin { page, document, .. } = &self.record.source;
        match (page, document, &self.record.reading) {
            (Some(_), None, Some(reading)) => Ok(Input::Pages(reading)),
            (None, Some(document), None) if !document.contains(['/', '\\']) => Ok(Input::Document(document)),
            (None, Some(document), None) => {
                bail!("{}: document = {document:?} is not the name of a file next to it", self.path.display())
            }
            _ => bail!(
                "{}: [source] has either `page`, with a table [reading], or `document`, without one",
                self.path.display()
            ),
        }
    }

    /// Returns repository and commit.
    pub(crate) fn commit(&self) -> Result<(&str, &str)> {
        match (&self.record.source.repository, &self.record.source.commit) {
            (Some(repository), Some(commit)) => Ok((repository, commit)),
            _ => bail!(
                "{}: [source] has no `repository` and `commit`, so nobody else can get the pages; add both",
                self.path.display()
            ),
        }
    }

    /// Returns the path of the API page in the repository.
    pub(crate) fn page(&self) -> &str {
        self.record.source.page.as_deref().unwrap_or_default()
    }

    /// Returns the path of the Python package in the repository, if it is recorded; empty for the root.
    pub(crate) fn sources(&self) -> Option<&str> {
        self.record.source.sources.as_deref()
    }

    /// Returns the pages with their hashes: `README.md`, `docs/*.md` and, below `sources/`, the files of the package.
    pub(crate) fn pages(&self) -> &BTreeMap<String, Hashes> {
        &self.record.pages
    }

    /// Returns one sentence on where the pages are to be had.
    pub(crate) fn origin(&self) -> String {
        match self.commit() {
            Ok((repository, commit)) => format!(
                "the pages are README.md and {} with the model pages next to it, of {repository} at commit {commit}",
                self.page()
            ),
            Err(error) => format!("{error:#}"),
        }
    }

    fn pages_are_below_their_directory(&self) -> Result<()> {
        for page in self.record.pages.keys() {
            let plain = page == "README.md"
                || page.strip_prefix("docs/").is_some_and(|name| name.ends_with(".md") && !name.contains(['/', '\\']))
                || page.strip_prefix(SOURCES).is_some_and(is_below);
            if !plain {
                bail!(
                    "{}: [pages] {page:?} is neither README.md nor docs/NAME.md nor sources/PATH.py",
                    self.path.display()
                );
            }
        }
        Ok(())
    }

    /// Checks that the first server of a converted document is the recorded base path.
    pub(crate) fn verify_base_path(&self, document: &serde_json::Value) -> Result<()> {
        let Some(expected) = &self.record.source.base_path else { return Ok(()) };
        let found = document.pointer("/servers/0/url").and_then(serde_json::Value::as_str);
        if found != Some(expected.as_str()) {
            bail!("{}: base_path is {expected}, the pages say {}", self.path.display(), found.unwrap_or("none"));
        }
        Ok(())
    }

    /// Checks that the pages in `dir` are those recorded: none changed, missing or added.
    pub(crate) fn verify(&self, dir: &Path) -> Result<()> {
        self.compare(&hashes(dir)?, &dir.display().to_string())
    }

    /// Checks that pages with these hashes, which are to be had at `place`, are those recorded.
    pub(crate) fn compare(&self, found: &BTreeMap<String, String>, place: &str) -> Result<()> {
        let recorded = &self.record.pages;
        let mut problems = Vec::new();
        for (page, expected) in recorded {
            match found.get(page) {
                None => problems.push(format!("{page}: missing (expected sha256 {expected})")),
                Some(actual) if !expected.have(actual) => {
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
            "the pages in {place} are not those of {}:\n  {}\n{}; to accept new pages, set the commit there and run `cargo xtask reconstruct` with --update-hashes",
            self.path.display(),
            problems.join("\n  "),
            self.origin()
        )
    }

    /// Records the pages in `dir` as the ones to read. [`Self::write`] writes the file.
    pub(crate) fn accept(&mut self, dir: &Path) -> Result<()> {
        let pages = hashes(dir)?;
        self.text = with_pages(&self.text, &pages)
            .with_context(|| format!("{}: no line `[pages]`; add one", self.path.display()))?;
        self.record.pages = pages.into_iter().map(|(page, hash)| (page, Hashes::One(hash))).collect();
        Ok(())
    }

    /// Writes the file.
    pub(crate) fn write(&self) -> Result<()> {
        std::fs::write(&self.path, &self.text).with_context(|| format!("cannot write {}", self.path.display()))
    }
}

/// Fails if a string in a value has a control character: it would go on into comments, commands and terminals.
fn no_control_characters(value: &toml::Value, key: &str) -> Result<()> {
    let refuse = |text: &str| match text.chars().any(char::is_control) {
        true => Err(anyhow!("{key} = {text:?} has a control character")),
        false => Ok(()),
    };
    match value {
        toml::Value::String(text) => refuse(text),
        toml::Value::Array(items) => items.iter().try_for_each(|item| no_control_characters(item, key)),
        toml::Value::Table(table) => table.iter().try_for_each(|(name, value)| {
            refuse(name)?;
            let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
            no_control_characters(value, &key)
        }),
        _ => Ok(()),
    }
}

/// Returns the text with everything behind `[pages]`, which is the last table, written again.
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

/// The directory next to `docs` that holds the Python package.
pub(crate) const SOURCES: &str = "sources/";

/// Tells whether a path leads to a Python file below a directory.
fn is_below(path: &str) -> bool {
    path.ends_with(".py") && !path.contains('\\') && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
}

/// Returns the sha256 of `README.md`, of each `docs/*.md` and of each Python file below `sources/`, by path.
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
    for (name, path) in python_files(&dir.join(SOURCES))? {
        hashes.insert(format!("{SOURCES}{name}"), sha256(&path)?);
    }
    Ok(hashes)
}

/// Returns the Python files below a directory, by their paths from there with slashes; none if there is no directory.
pub(crate) fn python_files(dir: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    if !dir.is_dir() {
        return Ok(files);
    }
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", dir.display()))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_dir() {
            let below = python_files(&path)?;
            files.extend(below.into_iter().map(|(file, path)| (format!("{name}/{file}"), path)));
        } else if name.ends_with(".py") {
            files.insert(name.to_owned(), path);
        }
    }
    Ok(files)
}

fn sha256(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(digest(&bytes))
}

/// Returns the sha256 of a page.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
        source.write().unwrap();
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
    fn copies_of_a_page_can_differ_in_what_is_not_read() {
        let (dir, mut source) = acme();
        source.accept(dir.path()).unwrap();
        let hashes = hashes(dir.path()).unwrap();
        let several = format!("\"README.md\" = [\"{}\", \"{}\"]", digest(b"another"), hashes["README.md"]);
        let text = source.text.replace(&format!("\"README.md\" = \"{}\"", hashes["README.md"]), &several);
        assert_ne!(text, source.text);
        let source = Source::parse(source.path(), text).unwrap();
        source.verify(dir.path()).unwrap();
        std::fs::write(dir.path().join("README.md"), "a third").unwrap();
        assert!(source.verify(dir.path()).unwrap_err().to_string().contains(" or "));
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
    fn what_would_reach_other_files_or_terminals_is_refused_with_its_key() {
        for (from, to, expected) in [
            ("0123abcd", "0123abcd\\nevil", "source.commit"),
            ("generator 1.0", "\\u001b[31m", "source.generator"),
            ("\"UsersApi.md\"", "\"Users\\tApi.md\"", "reading.api"),
            ("[pages]", "[pages]\n\"docs/../../x.md\" = \"\"", "docs/../../x.md"),
            ("page = ", "document = \"x.yaml\"\npage = ", "either `page`"),
        ] {
            let text = RECORD.replace(from, to);
            assert_ne!(text, RECORD);
            let error = format!("{:#}", Source::parse(Path::new("specs/acme/source.toml"), text).unwrap_err());
            assert!(error.contains("specs/acme/source.toml") && error.contains(expected), "{error}");
        }
    }

    #[test]
    fn a_published_document_needs_no_pages() {
        let of = |name: &str| Source::parse(Path::new("source.toml"), format!("[source]\ndocument = \"{name}\"\n"));
        assert!(matches!(of("document.json").unwrap().input(), Ok(Input::Document("document.json"))));
        assert!(of("../document.json").is_err());
        assert!(of("document.json").unwrap().commit().unwrap_err().to_string().contains("add both"));
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
