//! The pages of one SDK, in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Error;
use crate::page::api::is_api_page;

/// The name under which the SDK's front page is kept.
pub(crate) const README: &str = "README.md";

/// The documentation pages of one SDK, by file name.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    files: BTreeMap<String, String>,
    #[cfg(feature = "sources")]
    sources: BTreeMap<String, String>,
}

impl Pages {
    /// Returns a set without pages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page under its file name (`UsersApi.md`); the SDK's front page is `README.md`.
    pub fn insert(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.files.insert(name.into(), text.into());
    }

    /// Adds a file of the SDK's own Python package; it is read as a witness and never run.
    #[cfg(feature = "sources")]
    pub fn insert_source(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.sources.insert(name.into(), text.into());
    }

    #[cfg(feature = "sources")]
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Returns how many pages there are, the front page included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Says whether there is no page at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns each page with its file name, the front page included.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    pub(crate) fn readme(&self) -> Option<&str> {
        self.files.get(README).map(String::as_str)
    }

    /// Returns all pages but the front page, in the order of their names.
    pub(crate) fn docs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(|(name, _)| name.as_str() != README).map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// Reads the pages of an SDK from its `docs` directory or from the directory that holds `docs`.
///
/// The front page, `README.md`, is looked for in the directory itself, then in the one above
/// `docs`. Only files that end in `.md` are read. Where `docs` has the directories `apis/tags` and
/// `models`, as one dialect lays it out, the pages are those in them.
///
/// # Errors
///
/// [`Error::Io`] when something cannot be read, [`Error::NotUtf8`] for a page that is not UTF-8 text or has a zero
/// byte, [`Error::NoPages`] for a directory without pages.
pub fn read_dir(dir: &Path) -> Result<Pages, Error> {
    let nested = dir.join("docs");
    let (docs, root) =
        if nested.is_dir() { (nested, Some(dir.to_path_buf())) } else { (dir.to_path_buf(), parent(dir)) };
    let mut pages = Pages::new();
    let mut folders = vec![docs.clone()];
    folders.extend(LAID_OUT.iter().map(|folder| docs.join(folder)).filter(|folder| folder.is_dir()));
    for path in folders.iter().map(|folder| markdown_files(folder)).collect::<Result<Vec<_>, _>>()?.concat() {
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            pages.insert(name, read_page(&path)?);
        }
    }
    let hint = if pages.docs().any(|(_, text)| is_api_page(text)) { None } else { below(&docs, DEPTH) };
    if pages.docs().next().is_none() || hint.is_some() {
        return Err(Error::NoPages { hint, path: docs });
    }
    // An SDK root's own front page wins over one inside `docs`; a bare page directory's own wins.
    let nested_root = root.as_deref() == Some(dir);
    if (nested_root || pages.readme().is_none())
        && let Some(readme) = root.map(|root| root.join(README)).filter(|path| path.is_file())
    {
        pages.insert(README, read_page(&readme)?);
    }
    Ok(pages)
}

/// The directories below `docs` in which one dialect keeps its pages.
const LAID_OUT: [&str; 2] = ["apis/tags", "models"];

/// How deep pages are looked for, to say where they are.
const DEPTH: usize = 4;

/// Finds a directory that holds a file named like the page of an API.
fn below(dir: &Path, depth: usize) -> Option<PathBuf> {
    let depth = depth.checked_sub(1)?;
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let is_api = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("Api.md"));
    let has_pages = |folder: &&PathBuf| markdown_files(folder).is_ok_and(|files| files.iter().any(is_api));
    folders.iter().find(has_pages).cloned().or_else(|| folders.iter().find_map(|folder| below(folder, depth)))
}

/// Adds the files of a Python package, with those in directories below it, as a witness next to the pages.
///
/// A file that is not UTF-8 is left out: it is no generated one.
///
/// # Errors
///
/// [`Error::Io`] when a directory or file cannot be read, [`Error::NoSources`] where there is no Python file.
#[cfg(feature = "sources")]
pub fn read_sources(dir: &Path, pages: &mut Pages) -> Result<(), Error> {
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        let fault = |source| Error::Io { path: folder.clone(), source };
        for entry in std::fs::read_dir(&folder).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                let bytes = std::fs::read(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
                if let Ok(text) = String::from_utf8(bytes) {
                    pages.insert_source(path.display().to_string(), text);
                }
            }
        }
    }
    if pages.sources.is_empty() { Err(Error::NoSources { path: dir.to_path_buf() }) } else { Ok(()) }
}

/// Finds the Python package of an SDK next to its pages: the one directory with `api` or `apis`, and `model` or
/// `models`. Returns `None` if there is none, or more than one.
#[cfg(feature = "sources")]
#[must_use]
pub fn find_sources(dir: &Path) -> Option<PathBuf> {
    let root = if dir.join("docs").is_dir() { dir.to_path_buf() } else { parent(dir)? };
    let mut found = packages(&root, DEPTH);
    if found.len() == 1 { found.pop() } else { None }
}

#[cfg(feature = "sources")]
fn packages(dir: &Path, depth: usize) -> Vec<PathBuf> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let has = |names: [&str; 2]| names.iter().any(|name| dir.join(name).join("__init__.py").is_file());
    if has(["api", "apis"]) && has(["models", "model"]) {
        return vec![dir.to_path_buf()];
    }
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.flat_map(|folder| packages(&folder, depth)).collect()
}

fn parent(dir: &Path) -> Option<PathBuf> {
    // `docs` alone has the empty path as its parent; only the full path tells the real one.
    let full = dir.canonicalize().ok()?;
    full.parent().map(Path::to_path_buf)
}

fn markdown_files(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let fault = |source| Error::Io { path: dir.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|ext| ext == "md") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read_page(path: &Path) -> Result<String, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.to_path_buf(), source })?;
    // UTF-16 may be valid UTF-8, with a zero next to each letter.
    let zero = bytes.iter().position(|byte| *byte == 0);
    let fault = |good: usize, bytes: &[u8]| {
        let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
        Error::NotUtf8 {
            path: path.to_path_buf(),
            line: before.matches('\n').count() + 1,
            operation: before
                .lines()
                .rev()
                .find_map(|line| line.strip_prefix("# **")?.strip_suffix("**"))
                .map(str::to_owned),
        }
    };
    match zero {
        Some(zero) => Err(fault(zero, &bytes)),
        None => String::from_utf8(bytes).map_err(|error| fault(error.utf8_error().valid_up_to(), error.as_bytes())),
    }
}
