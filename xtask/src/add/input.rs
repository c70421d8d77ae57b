//! What a provider is added from, as it is recorded in `source.toml`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use docs_to_openapi::{Kind, Options, Prose, Row};
use serde_json::Value;

use crate::generate::Skips;
use crate::reconstruct;
use crate::source::digest;
use crate::workspace::Provider;

/// Documentation, read and put where it is found again.
pub(super) struct Input {
    /// The document that it gives by itself.
    pub(super) document: Value,
    /// What the pages do not say.
    pub(super) unknown: Vec<Row>,
    /// What is still to be written into `source.toml`.
    pub(super) open: Vec<String>,
    origin: Origin,
    tables: String,
}

/// The repository that the documentation lies in, if it lies in one.
#[derive(Default)]
struct Origin {
    repository: Option<String>,
    commit: Option<String>,
    /// The directory in the repository, with a slash at its end unless it is the root.
    prefix: String,
}

/// Copies a published document beside the `source.toml` to be.
pub(super) fn document(file: &Path, specs: &Path) -> Result<Input> {
    let document = reconstruct::read_document(file)?;
    let json = file.extension().is_some_and(|extension| extension == "json");
    let name = if json { "document.json" } else { "document.yaml" };
    std::fs::copy(file, specs.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    let origin = Origin::of(file.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")));
    Ok(Input {
        document,
        unknown: Vec::new(),
        open: Vec::new(),
        origin,
        tables: format!(
            "# The document as it is published. What is wrong with it is said in overlay.yaml.\ndocument = \"{name}\"\n"
        ),
    })
}

/// Copies pages to where `cargo xtask fetch` would put them: the API pages asked for, and what they reach.
pub(super) fn pages(dir: &Path, api: &[String], to: &Path) -> Result<Input> {
    let nested = dir.join("docs");
    let docs = if nested.is_dir() { nested } else { dir.to_owned() };
    let options =
        |api: &[String]| Options { api_pages: api.to_vec(), prose: Prose::Keep, wire_names: None, strict: false };
    let read = |dir: &Path, api: &[String]| -> Result<docs_to_openapi::Conversion> {
        Ok(docs_to_openapi::convert(&docs_to_openapi::read_dir(dir)?, &options(api))?)
    };
    let whole = read(dir, api)?;
    // The models that are reached have pages of their names.
    let schemas = whole.document.pointer("/components/schemas").and_then(Value::as_object);
    let reached = |name: &str| schemas.is_some_and(|schemas| schemas.contains_key(name));
    let is_api =
        |page: &str| if api.is_empty() { page.ends_with("Api.md") } else { api.iter().any(|name| name == page) };
    let names: Vec<String> = std::fs::read_dir(&docs)
        .with_context(|| format!("cannot list {}", docs.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.strip_suffix(".md").is_some_and(|stem| is_api(name) || reached(stem)))
        .collect();
    std::fs::create_dir_all(to.join("docs")).with_context(|| format!("cannot create {}", to.display()))?;
    let copy = |from: PathBuf, to: PathBuf| {
        std::fs::copy(&from, to).with_context(|| format!("cannot copy {}", from.display())).map(drop)
    };
    for name in &names {
        copy(docs.join(name), to.join("docs").join(name))?;
    }
    let readme = docs.parent().map(|above| above.join("README.md")).filter(|path| path.is_file());
    if let Some(readme) = &readme {
        copy(readme.clone(), to.join("README.md"))?;
    }
    let mut api: Vec<&String> = names.iter().filter(|name| is_api(name)).collect();
    api.sort();
    // Read again, from what is kept: that is what everybody will read from now on.
    let kept = read(to, &api.iter().map(|name| (*name).clone()).collect::<Vec<_>>())?;

    let origin = Origin::of(&docs);
    let mut tables = String::new();
    let first = api.first().map_or("", |name| name.as_str());
    let _ = writeln!(tables, "page = {:?}", format!("{}{first}", origin.prefix));
    if let Some(url) = kept.document.pointer("/servers/0/url").and_then(Value::as_str) {
        let _ = writeln!(
            tables,
            "# The address that the API page prints; the specification's servers may differ.\nbase_path = {url:?}"
        );
    }
    let _ = writeln!(tables, "\n[reading]\napi = {api:?}");
    tables.push_str("# How names are spelt on the wire, if not as the paths do: camelCase, snake_case, kebab-case, PascalCase, UPPER_SNAKE.\n");
    tables.push_str("# wire_names = \"camelCase\"\n");
    tables.push_str(
        "# \"drop\" leaves the sentences of the pages out, where they may not be copied.\nprose = \"keep\"\n",
    );
    let _ = writeln!(tables, "\n# sha256 of each page.\n[pages]");
    let mut pages: Vec<String> = names.iter().map(|name| format!("docs/{name}")).collect();
    pages.extend(readme.map(|_| "README.md".to_owned()));
    pages.sort();
    for page in pages {
        let bytes = std::fs::read(to.join(&page)).with_context(|| format!("cannot read {page}"))?;
        let _ = writeln!(tables, "{page:?} = \"{}\"", digest(&bytes));
    }
    let open = match &origin.repository {
        Some(_) => Vec::new(),
        None => vec!["`repository` and `commit` of the pages, without which nobody else can fetch them".to_owned()],
    };
    let unknown = kept.report.of(Kind::Unknown).cloned().collect();
    Ok(Input { document: kept.document, unknown, open, origin, tables })
}

impl Input {
    /// Returns the text of `source.toml`.
    pub(super) fn source_toml(&self, provider: &Provider) -> String {
        let mut text = format!("crate = {:?}\n\n[source]\n", provider.crate_name);
        for (key, value) in [("repository", &self.origin.repository), ("commit", &self.origin.commit)] {
            let _ = match value {
                Some(value) => writeln!(text, "{key} = {value:?}"),
                None => writeln!(text, "# {key} = \"\""),
            };
        }
        text + &self.tables
    }
}

/// Returns the text of a `source.toml` with operations that are left out, each with the reason. Pages stay the last table.
pub(super) fn with_skips(source: &str, refused: &Skips) -> String {
    let mut table = "# Operations that no client can be generated for.\n[skip]\n".to_owned();
    for (operation, reason) in refused {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(table, "{} = {}", toml::Value::from(operation.as_str()), toml::Value::from(reason));
    }
    match source.find("# sha256 of each page.") {
        Some(at) => format!("{}{table}\n{}", &source[..at], &source[at..]),
        None => format!("{source}\n{table}"),
    }
}

impl Origin {
    fn of(dir: &Path) -> Self {
        let git = |arguments: &[&str]| {
            let output = Command::new("git").arg("-C").arg(dir).args(arguments).output().ok()?;
            let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
            output.status.success().then_some(text)
        };
        // A directory that git ignores or does not know is none of the repository's.
        let known = git(&["ls-files", "--", "."]).is_some_and(|files| !files.is_empty());
        let repository = git(&["remote", "get-url", "origin"]).and_then(|url| public_url(&url));
        match (known, repository, git(&["rev-parse", "HEAD"])) {
            (true, Some(repository), Some(commit)) => Self {
                repository: Some(repository),
                commit: Some(commit),
                prefix: git(&["rev-parse", "--show-prefix"]).unwrap_or_default(),
            },
            _ => Self::default(),
        }
    }
}

/// Returns the address by which anybody gets a repository, without user name and password.
fn public_url(url: &str) -> Option<String> {
    if let Some(rest) = url.strip_prefix("https://") {
        let (host, path) = rest.split_once('/')?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        return Some(format!("https://{host}/{path}"));
    }
    let (host, path) = url.strip_prefix("git@")?.split_once(':')?;
    Some(format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_comes_before_the_pages() {
        let refused = Skips::from([("list \"all\"".to_owned(), "too\nmuch".to_owned())]);
        let text = with_skips("[source]\n\n# sha256 of each page.\n[pages]\n\"README.md\" = \"\"\n", &refused);
        let value: toml::Value = toml::from_str(&text).unwrap();
        assert_eq!(value["skip"]["list \"all\""].as_str(), Some("too much"));
        assert!(text.find("[skip]") < text.find("[pages]"));
        assert!(with_skips("[source]\n", &refused).contains("[skip]"));
    }

    #[test]
    fn an_address_is_recorded_as_anybody_can_use_it() {
        for (url, public) in [
            ("https://example.org/acme/sdk.git", Some("https://example.org/acme/sdk.git")),
            ("https://jane:pa55w0rd@example.org/acme/sdk", Some("https://example.org/acme/sdk")),
            ("git@example.org:acme/sdk.git", Some("https://example.org/acme/sdk.git")),
            ("/home/jane/sdk", None),
        ] {
            assert_eq!(public_url(url).as_deref(), public);
        }
    }
}
