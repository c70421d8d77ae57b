//! What several tests need: the fixture pages of invented providers.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]
#![allow(dead_code, reason = "each test uses its own part")]

pub(crate) mod directions;

use std::path::PathBuf;

use docs_to_openapi::{Conversion, Error, Options, Pages, Prose, convert, read_dir};

/// The fixtures, by directory name.
pub(crate) const FIXTURES: [&str; 6] = ["legacy", "codegen", "nextgen", "prior", "schema", "bare"];

pub(crate) fn dir(fixture: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture)
}

pub(crate) fn pages(fixture: &str) -> Pages {
    read_dir(&dir(fixture)).unwrap()
}

/// The files of a fixture, by the names that pages have.
pub(crate) fn files(fixture: &str) -> Vec<(String, String)> {
    let root = dir(fixture);
    let mut files = vec![("README.md".to_owned(), std::fs::read_to_string(root.join("README.md")).unwrap())];
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.push((name, std::fs::read_to_string(&path).unwrap()));
    }
    files
}

pub(crate) fn of(files: &[(String, String)]) -> Pages {
    let mut pages = Pages::new();
    for (name, text) in files {
        #[cfg(feature = "sources")]
        if name.ends_with(".py") {
            pages.insert_source(name.clone(), text.clone());
            continue;
        }
        pages.insert(name.clone(), text.clone());
    }
    pages
}

pub(crate) fn options(prose: Prose) -> Options {
    Options { prose, ..Options::default() }
}

pub(crate) fn converted(fixture: &str, prose: Prose) -> Conversion {
    convert(&pages(fixture), &options(prose)).unwrap()
}

/// Converts a fixture after a change to one of its pages.
pub(crate) fn replaced(fixture: &str, page: &str, from: &str, to: &str) -> Result<Conversion, Error> {
    let mut files = files(fixture);
    let (_, text) = files.iter_mut().find(|(name, _)| name == page).unwrap();
    assert!(text.contains(from), "{page} has no `{from}`");
    *text = text.replacen(from, to, 1);
    convert(&of(&files), &Options::default())
}
