//! What a provider is added from, as it is recorded in `source.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use docs_to_openapi::{Kind, Options, Prose, Row, Rule};
use serde_json::Value;

use crate::generate::Skips;
use crate::reconstruct;
use crate::source::{SOURCES, digest, python_files};
use crate::workspace::Provider;

/// The name of the front page.
const README: &str = "README.md";

/// Documentation, read and put where it is found again.
pub(super) struct Input {
    /// The document that it gives by itself.
    pub(super) document: Value,
    /// What the pages do not say, or say wrong.
    pub(super) open_rows: Vec<Row>,
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

/// Copies a published document to where `source.toml` will be.
pub(super) fn document(file: &Path, specs: &Path) -> Result<Input> {
    let document = reconstruct::read_document(file)?;
    let json = file.extension().is_some_and(|extension| extension == "json");
    let name = if json { "document.json" } else { "document.yaml" };
    std::fs::copy(file, specs.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    let origin = Origin::of(file.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new(".")));
    Ok(Input {
        document,
        open_rows: Vec::new(),
        open: Vec::new(),
        origin,
        tables: format!(
            "# The document as it is published. What is wrong with it is said in overlay.yaml.\ndocument = \"{name}\"\n"
        ),
    })
}

/// The pages to add a provider from.
pub(super) struct Docs<'a> {
    /// `docs`, or the directory that holds it.
    pub(super) dir: &'a Path,
    /// The API pages to read; all if there is none.
    pub(super) api: &'a [String],
    /// The Python package, if it is read too.
    pub(super) sources: Option<&'a Path>,
}

/// Copies pages to where `cargo xtask fetch` would put them: all of them, or the API pages asked for and what they reach.
pub(super) fn pages(Docs { dir, api, sources }: Docs<'_>, to: &Path) -> Result<Input> {
    let options = Options { api_pages: api.to_vec(), prose: Prose::Keep, wire_names: None, strict: false };
    let pages = docs_to_openapi::read_dir(dir)?;
    // The models that are reached have pages of their names.
    let reached = match api {
        [] => None,
        _ => docs_to_openapi::convert(&pages, &options)?.document.pointer("/components/schemas").cloned(),
    };
    let is_kept = |name: &str| {
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let is_reached = || reached.as_ref().is_some_and(|schemas| schemas.get(stem).is_some());
        api.is_empty() || name == README || api.iter().any(|page| page == name) || is_reached()
    };
    let mut hashes = BTreeMap::new();
    let mut keep = |name: String, bytes: &[u8]| -> Result<()> {
        let path = to.join(&name);
        let folder = path.parent().unwrap_or(to);
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        hashes.insert(name, digest(bytes));
        Ok(())
    };
    for (name, text) in pages.iter().filter(|(name, _)| is_kept(name)) {
        keep(if name == README { name.to_owned() } else { format!("docs/{name}") }, text.as_bytes())?;
    }
    for (name, path) in sources.map(python_files).transpose()?.into_iter().flatten() {
        keep(
            format!("{SOURCES}{name}"),
            &std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?,
        )?;
    }
    // Read again, from what is kept: that is what everybody will read from now on.
    let mut kept = docs_to_openapi::read_dir(to)?;
    if sources.is_some() {
        docs_to_openapi::read_sources(&to.join(SOURCES), &mut kept)?;
    }
    let kept = docs_to_openapi::convert(&kept, &options)?;

    let nested = dir.join("docs");
    let docs = if nested.is_dir() { nested } else { dir.to_owned() };
    let is_api =
        |name: &&str| if api.is_empty() { name.ends_with("Api.md") } else { api.iter().any(|page| page == name) };
    let first = pages.iter().map(|(name, _)| name).find(is_api).unwrap_or_default();
    let laid_out = docs.join("apis/tags");
    let docs = if laid_out.join(first).is_file() { laid_out } else { docs };
    let origin = Origin::of(&docs);
    let mut tables = String::new();
    let _ = writeln!(tables, "page = {:?}", format!("{}{first}", origin.prefix));
    if let Some(sources) = sources {
        let of_sources = Origin::of(sources);
        if (&of_sources.repository, &of_sources.commit) != (&origin.repository, &origin.commit) {
            bail!(
                "the sources in {} are not in the repository of the pages at the same commit, so that no one could \
                 fetch both; name the package next to the pages with --sources, or read the pages alone with --no-sources",
                sources.display()
            );
        }
        tables.push_str("# The Python package next to the pages, read as a witness.\n");
        let _ = match &of_sources.repository {
            Some(_) => writeln!(tables, "sources = {:?}", of_sources.prefix.trim_end_matches('/')),
            None => writeln!(tables, "# sources = \"\""),
        };
    }
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
    for (page, hash) in hashes {
        let _ = writeln!(tables, "{page:?} = \"{hash}\"");
    }
    let mut open = Vec::new();
    if origin.repository.is_none() {
        open.push("`repository` and `commit` of the pages, without which nobody else can fetch them".to_owned());
        if sources.is_some() {
            open.push("`sources`, the path of the Python package in that repository".to_owned());
        }
    }
    // Where pages and sources differ, the sources have been taken: nothing is open.
    let is_open = |row: &&Row| row.rule != Rule::SourceDisagreement;
    let open_rows =
        kept.report.of(Kind::Problem).filter(is_open).chain(kept.report.of(Kind::Unknown)).cloned().collect();
    Ok(Input { document: kept.document, open_rows, open, origin, tables })
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
        let tracked = git(&["ls-files", "--", "."]).is_some_and(|files| !files.is_empty());
        let repository = git(&["remote", "get-url", "origin"]).and_then(|url| public_url(&url));
        match (tracked, repository, git(&["rev-parse", "HEAD"])) {
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
    use crate::source::Source;
    use crate::workspace::Workspace;

    #[test]
    fn what_is_left_out_comes_before_the_pages() {
        let refused = Skips::from([("list \"all\"".to_owned(), "too\nmuch".to_owned())]);
        let text = with_skips("[source]\n\n# sha256 of each page.\n[pages]\n\"README.md\" = \"\"\n", &refused);
        let value: toml::Value = toml::from_str(&text).unwrap();
        assert_eq!(value["skip"]["list \"all\""].as_str(), Some("too much"));
        assert!(text.find("[skip]") < text.find("[pages]"));
        assert!(with_skips("[source]\n", &refused).contains("[skip]"));
    }

    const PAGE: &str = "# acme.BoatsApi

Method | HTTP request | Description
------------- | ------------- | -------------
[**list_boats**](BoatsApi.md#list_boats) | **GET** /boats | Lists boats

# **list_boats**
> str list_boats(fleet_key=fleet_key)

### Parameters

Name | Type | Description  | Notes
------------- | ------------- | ------------- | -------------
 **fleet_key** | **str**|  | [optional]

### Return type

**str**
";

    const SOURCE: &str = "
class BoatsApi(object):
    def list_boats(self, **kwargs):
        header_params = {}
        header_params['Fleet-KEY'] = params['fleet_key']
";

    #[test]
    fn pages_and_sources_are_kept_and_recorded_as_they_lie_in_the_repository() {
        let dir = tempfile::tempdir().unwrap();
        let sdk = dir.path().join("sdk/python");
        for (name, text) in [
            ("docs/apis/tags/BoatsApi.md", PAGE),
            ("docs/models/Boat.md", "# Boat\n"),
            ("README.md", "# Acme\n"),
            ("acme/__init__.py", ""),
            ("acme/api/boats_api.py", SOURCE),
        ] {
            let path = sdk.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let git = |arguments: &[&str]| {
            let identity = ["-c", "user.name=Acme", "-c", "user.email=acme@example.org", "-c", "commit.gpgsign=false"];
            let done = Command::new("git").arg("-C").arg(&sdk).args(identity).args(arguments).output().unwrap();
            assert!(done.status.success(), "{done:?}");
        };
        git(&["init", "--quiet", ".."]);
        git(&["remote", "add", "origin", "https://example.org/acme/sdk"]);
        git(&["add", "."]);
        git(&["commit", "--quiet", "-m", "One"]);

        let (to, package) = (dir.path().join("pages/acme"), sdk.join("acme"));
        let input = pages(Docs { dir: &sdk, api: &[], sources: Some(&package) }, &to).unwrap();
        let parameter = &input.document["paths"]["/boats"]["get"]["parameters"][0];
        assert_eq!((parameter["name"].as_str(), parameter["in"].as_str()), (Some("Fleet-KEY"), Some("header")));
        let provider = Workspace::at(dir.path()).provider("acme", "acme-client").unwrap();
        let path = dir.path().join("source.toml");
        std::fs::write(&path, input.source_toml(&provider)).unwrap();
        let source = Source::read(&path).unwrap();
        source.verify(&to).unwrap();
        assert_eq!((source.page(), source.sources()), ("python/docs/apis/tags/BoatsApi.md", Some("python/acme")));
        let kept: Vec<&str> = source.pages().keys().map(String::as_str).collect();
        let expected =
            ["README.md", "docs/Boat.md", "docs/BoatsApi.md", "sources/__init__.py", "sources/api/boats_api.py"];
        assert_eq!(kept, expected);

        let elsewhere = dir.path().join("elsewhere/acme");
        std::fs::create_dir_all(&elsewhere).unwrap();
        std::fs::write(elsewhere.join("boats_api.py"), SOURCE).unwrap();
        let mixed = pages(Docs { dir: &sdk, api: &[], sources: Some(&elsewhere) }, &dir.path().join("pages/mixed"));
        let refused = mixed.err().unwrap().to_string();
        assert!(refused.contains("are not in the repository of the pages"), "{refused}");
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
