//! What makes a conversion impossible.

use std::path::PathBuf;

/// Says why no document could be written.
///
/// Faults that leave a document possible are rows of the [report](crate::Report) instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or directory could not be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A page holds bytes that are not UTF-8.
    #[error(
        "{}:{line}: the page is not UTF-8 text{}",
        path.display(),
        operation.as_ref().map(|name| format!(" (in operation {name})")).unwrap_or_default()
    )]
    NotUtf8 {
        /// The page.
        path: PathBuf,
        /// The line with the first such byte, counted from 1.
        line: usize,
        /// The operation whose block that line belongs to.
        operation: Option<String>,
    },
    /// A directory holds no Markdown page.
    #[error("{}: no Markdown page here; name an SDK's docs directory or the directory above it", path.display())]
    NoPages {
        /// The directory.
        path: PathBuf,
    },
    /// None of the pages describes an API class.
    #[error("no API page among {pages} pages: none has a method table (`Method | HTTP request | Description`)")]
    NoApiPage {
        /// How many pages were looked at.
        pages: usize,
    },
    /// A page asked for by name does not exist.
    #[error("{page}: no such page; the API pages are: {}", known.join(", "))]
    NoSuchPage {
        /// The name asked for.
        page: String,
        /// The API pages there are.
        known: Vec<String>,
    },
    /// A page asked for by name is not an API page.
    #[error("{page}: not an API page: it has no method table (`Method | HTTP request | Description`)")]
    NotAnApiPage {
        /// The name asked for.
        page: String,
    },
    /// The method table of an API page lists nothing that can be read.
    #[error("{file}:{line}: the method table has no readable row, so the page has no operations")]
    NoOperations {
        /// The page.
        file: String,
        /// The line of the method table's heading.
        line: usize,
    },
    /// The pages are written in a dialect this version does not read.
    #[error("{file}:{line}: dialect `{dialect}` is not supported yet (its tell is `{tell}`)")]
    UnsupportedDialect {
        /// The dialect's name.
        dialect: &'static str,
        /// The page.
        file: String,
        /// The line of the tell.
        line: usize,
        /// The words that gave it away.
        tell: String,
    },
    /// Two API pages are written in different dialects, so they are not of one SDK.
    #[error(
        "{first_file}:{first_line} is dialect `{first}`, but {second_file}:{second_line} is dialect \
         `{second}`: these pages are not of one SDK; choose one with its page name"
    )]
    MixedDialects {
        /// The first page's dialect.
        first: &'static str,
        /// The first page.
        first_file: String,
        /// The line of its tell.
        first_line: usize,
        /// The other page's dialect.
        second: &'static str,
        /// The other page.
        second_file: String,
        /// The line of its tell.
        second_line: usize,
    },
    /// The document could not be written as YAML.
    #[error("cannot write the document as YAML: {0}")]
    Yaml(String),
}
