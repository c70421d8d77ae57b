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
    /// A page holds bytes that are not UTF-8, or a zero byte.
    #[error(
        "{}:{line}: the page is not UTF-8 text or has a zero byte{}; convert it, for example with `iconv -t UTF-8`",
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
    #[error(
        "{}: no page of an API or a model here; name an SDK's docs directory or the one above it{}",
        path.display(),
        hint.as_ref().map(|hint| format!(", such as {}", hint.display())).unwrap_or_default()
    )]
    NoPages {
        /// The directory.
        path: PathBuf,
        /// A directory below it that holds pages.
        hint: Option<PathBuf>,
    },
    /// A directory holds no Python source.
    #[error("{}: no Python file here; name the package of the SDK, next to its docs directory", path.display())]
    NoSources {
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
    #[error("{page}: no such page; the API pages are: {}", api_pages.join(", "))]
    NoSuchPage {
        /// The name asked for.
        page: String,
        /// The API pages there are.
        api_pages: Vec<String>,
    },
    /// A page asked for by name is not an API page.
    #[error("{page}: not an API page: it has no method table (`Method | HTTP request | Description`)")]
    NotAnApiPage {
        /// The name asked for.
        page: String,
    },
    /// Pages have problems, and none was to be let pass.
    #[error("{problems} problems on the pages, of which the first is {first}")]
    Problems {
        /// How many problems there are.
        problems: usize,
        /// The first one, as the report prints it.
        first: String,
    },
    /// The document could not be written as YAML.
    #[error("cannot write the document as YAML: {0}")]
    Yaml(String),
}
