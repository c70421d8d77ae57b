//! The files of a provider's crate that are written once and then belong to whoever maintains it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use serde_json::Value;

use super::code::Code;
use super::schemes::{self, Way};
use super::write;
use crate::workspace::{Provider, Workspace};

/// What generated code can depend on, in addition to the runtime and `schemars`.
const DEPENDENCIES: [&str; 5] = ["chrono", "reqwest", "serde", "serde_json", "uuid"];

/// What the files say.
pub(super) struct About {
    name: String,
    crate_name: String,
    crate_ident: String,
    /// The title of the API, in one line.
    title: String,
    /// The type that names the provider to the runtime.
    provider: String,
    base_url: BaseUrl,
    /// Whether a form with files is sent.
    multipart: bool,
    ways: Vec<Way>,
    /// What is left to be written by hand.
    pub(super) open: Vec<String>,
}

enum BaseUrl {
    Known(String),
    /// An address that leads nowhere, since the document has none that leads anywhere.
    Missing(String),
}

impl About {
    /// Reads what a document says of the API as a whole.
    pub(super) fn read(provider: &Provider, document: &Value) -> Result<Self> {
        let title = document.pointer("/info/title").and_then(Value::as_str).unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ").replace(['`', '[', ']', '<', '>'], "");
        let name = provider.name.to_upper_camel_case();
        if TAKEN.contains(&name.as_str()) {
            bail!("the provider cannot be called {}: every provider crate has a type `{name}`", provider.name);
        }
        let (ways, mut open) = schemes::read(document);
        let base_url = base_url(document, &provider.name);
        if let BaseUrl::Missing(_) = base_url {
            open.push("lib.rs has no base URL that leads anywhere, since the document has none".to_owned());
        }
        Ok(Self {
            name: provider.name.clone(),
            crate_name: provider.crate_name.clone(),
            crate_ident: provider.crate_ident(),
            title: if title.is_empty() { provider.name.clone() } else { title },
            provider: name,
            base_url,
            multipart: is_multipart(document),
            ways,
            open,
        })
    }

    /// Writes what must be there before anything can be generated.
    pub(super) fn write(&self, workspace: &Workspace, root: &Path) -> Result<()> {
        for dir in ["src", "tests"] {
            let dir = root.join(dir);
            std::fs::create_dir(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        }
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let (from, to) = (workspace.path(licence), root.join(licence));
            std::fs::copy(&from, to).with_context(|| format!("cannot copy {}", from.display()))?;
        }
        self.write_manifest(root, &DEPENDENCIES)?;
        write(&root.join("CHANGELOG.md"), &self.fill(include_str!("templates/CHANGELOG.md.txt"), &[])?)?;
        write(&root.join("src/lib.rs"), &self.fill(include_str!("templates/lib.rs.txt"), &[])?)?;
        write(&root.join("src/credentials.rs"), &self.fill(include_str!("templates/credentials.rs.txt"), &[])?)
    }

    fn write_manifest(&self, root: &Path, dependencies: &[&str]) -> Result<()> {
        let mut lines: Vec<String> = dependencies.iter().map(|name| format!("{name}.workspace = true\n")).collect();
        lines.push(format!("{}\n", self.runtime()));
        lines.push("schemars = { workspace = true, optional = true }\n".to_owned());
        lines.sort();
        let text = self.fill(include_str!("templates/Cargo.toml.txt"), &[("dependencies", lines.concat())])?;
        write(&root.join("Cargo.toml"), &text)
    }

    /// Writes what depends on the generated client: the dependencies that it has, and what calls it.
    pub(super) fn finish(&self, root: &Path) -> Result<()> {
        let code = Code::read(&root.join("src"))?;
        let used: Vec<&str> = DEPENDENCIES.into_iter().filter(|name| code.names(name)).collect();
        self.write_manifest(root, &used)?;
        let call = match code.first_call() {
            Some(method) => format!("client.{method}().send().await"),
            None => format!("client.request({}::Method::GET, \"/\").send().await", self.crate_ident),
        };
        let call = [("first_call", call)];
        write(&root.join("tests/contract.rs"), &self.fill(include_str!("templates/contract.rs.txt"), &[])?)?;
        write(&root.join("README.md"), &self.fill(include_str!("templates/README.md.txt"), &call)?)?;
        write(&root.join("tests/client.rs"), &self.fill(include_str!("templates/client.rs.txt"), &call)?)
    }

    /// Puts values in place of `{{their names}}`.
    fn fill(&self, template: &str, others: &[(&str, String)]) -> Result<String> {
        let (base_url, base_url_note) = match &self.base_url {
            BaseUrl::Known(url) => (url, format!("optional; `{url}` if absent")),
            BaseUrl::Missing(url) => (url, "needed: the documentation has no address".to_owned()),
        };
        let values = [
            ("name", self.name.clone()),
            ("crate", self.crate_name.clone()),
            ("ident", self.crate_ident.clone()),
            ("title", self.title.clone()),
            ("provider", self.provider.clone()),
            ("prefix", self.prefix()),
            ("runtime", self.runtime().to_owned()),
            ("base_url", base_url.clone()),
            ("base_url_note", base_url_note),
            ("imports", self.imports()),
            ("functions", self.ways.iter().map(Way::function).collect::<Vec<_>>().join("\n")),
            ("environment", self.environment()),
            ("variables", self.variables()),
            (
                "credentials",
                self.ways.first().map_or_else(|| "Credentials::authorization(\"value\")".to_owned(), Way::example),
            ),
            ("credentials_table", self.credentials_table()),
            ("variables_table", self.variables_table()),
            ("headers", self.headers()),
            ("pairs", self.pairs()),
            ("keyword", self.keyword()),
        ];
        let mut text = template.to_owned();
        for (key, value) in values.iter().chain(others) {
            text = text.replace(&format!("{{{{{key}}}}}"), value);
        }
        match text.split_once("{{") {
            Some((_, rest)) => bail!("a template has no value for {}", rest.split('}').next().unwrap_or_default()),
            None => Ok(text),
        }
    }

    /// Returns the manifest's line for the runtime.
    fn runtime(&self) -> &'static str {
        match self.multipart {
            true => "user-directory-runtime = { workspace = true, features = [\"multipart\"] }",
            false => "user-directory-runtime.workspace = true",
        }
    }

    /// Returns the provider's name as a keyword, if the registry takes it for one.
    fn keyword(&self) -> String {
        if self.name.len() <= 20 { format!("{:?}, ", self.name) } else { String::new() }
    }

    fn prefix(&self) -> String {
        self.name.to_shouty_snake_case()
    }

    fn imports(&self) -> String {
        let mut names = vec!["BuildError", "Environment", "credentials"];
        names.extend(self.ways.iter().map(|way| way.scheme));
        if !self.ways.is_empty() {
            names.push("Secret");
        }
        if self.ways.iter().any(|way| way.scheme == "OAuth2") {
            names.push("TokenAuth");
        }
        names.sort_unstable();
        names.dedup();
        let mut text = format!("use user_directory_runtime::{{{}}};\n", names.join(", "));
        if self.ways.iter().any(|way| way.make.contains("HeaderName")) {
            text.push_str("use reqwest::header::HeaderName;\n");
        }
        text
    }

    fn environment(&self) -> String {
        let mut text: String = self.ways.iter().map(|way| way.environment_statement(&self.prefix())).collect();
        match self.ways.first().and_then(|way| way.variables(&self.prefix()).pop()) {
            Some(first) => {
                let _ = write!(text, "    Err(BuildError::MissingVariable {{ name: {first:?} }})");
            }
            None => {
                let variable = format!("{}_AUTHORIZATION", self.prefix());
                let _ = write!(
                    text,
                    "    Ok(match environment.optional({variable:?})? {{\n\
                     \x20       Some(value) => builder.credentials(Credentials::authorization(value)),\n\
                     \x20       None => builder,\n    }})"
                );
            }
        }
        text
    }

    /// Returns one sentence on the variables, for the documentation of `from_env`.
    fn variables(&self) -> String {
        let needed: Vec<String> =
            self.ways.iter().map(|way| quoted(&way.variables(&self.prefix())).join(" and ")).collect();
        match needed.is_empty() {
            true => format!("Takes `{0}_AUTHORIZATION` and `{0}_BASE_URL`.", self.prefix()),
            false => format!("Needs {}; takes `{}_BASE_URL`.", needed.join(", or "), self.prefix()),
        }
    }

    fn credentials_table(&self) -> String {
        let row = |way: &Way| format!("| `{}({})` | {} |\n", way.name, way.arguments.join(", "), lower(&way.what));
        self.ways.iter().map(row).collect()
    }

    fn variables_table(&self) -> String {
        if self.ways.is_empty() {
            return format!("| `{}_AUTHORIZATION` | optional |\n", self.prefix());
        }
        let note =
            if self.ways.len() == 1 { "needed" } else { "one of these ways is needed; the first that is there counts" };
        self.ways
            .iter()
            .map(|way| format!("| {} | {note} |\n", quoted(&way.variables(&self.prefix())).join(", ")))
            .collect()
    }

    /// Returns the variables of the first way, with values for a test.
    fn pairs(&self) -> String {
        let variables = self.ways.first().map(|way| way.variables(&self.prefix())).unwrap_or_default();
        variables.iter().map(|name| format!("({name:?}, \"value\"), ")).collect()
    }

    /// Returns the entries of the test's table: credentials, and the header that they send.
    fn headers(&self) -> String {
        let mut rows = vec![(
            "Credentials::authorization(\"Scheme value\")".to_owned(),
            ("authorization".to_owned(), "Scheme value".to_owned()),
        )];
        rows.extend(self.ways.iter().filter_map(|way| Some((way.example(), way.header.clone()?))));
        rows.iter().map(|(make, (header, value))| format!("        ({make}, {header:?}, {value:?}),\n")).collect()
    }
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default();
    (first + letters.as_str()).trim_end_matches('.').to_owned()
}

/// The types that every provider crate has, which the provider's own must not hide.
const TAKEN: [&str; 36] = [
    "AttemptOutcome",
    "AuthContext",
    "AuthError",
    "Authenticate",
    "Blocking",
    "BlockingError",
    "BlockingIter",
    "BuildError",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Clock",
    "Credentials",
    "DecodeError",
    "DecodeProblem",
    "Environment",
    "Error",
    "ErrorKind",
    "Inner",
    "Interceptor",
    "Items",
    "Method",
    "Operation",
    "Page",
    "Pages",
    "Pagination",
    "Patch",
    "Problem",
    "Provider",
    "Rejection",
    "RequestBuilder",
    "RequestHead",
    "Response",
    "ResponseValue",
    "RetryBudget",
    "RetryPolicy",
];

/// Returns whether a document has forms with files, in the words of OpenAPI or of Swagger.
fn is_multipart(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            map.contains_key("multipart/form-data")
                || map.get("in").is_some_and(|place| place == "formData")
                || map.values().any(is_multipart)
        }
        Value::Array(items) => items.iter().any(is_multipart),
        _ => false,
    }
}

/// Returns the first address that a client can be built with.
fn base_url(document: &Value, name: &str) -> BaseUrl {
    let servers = document.get("servers").and_then(Value::as_array);
    let mut path = String::new();
    for server in servers.into_iter().flatten() {
        let mut url = server.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
        for (variable, value) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
            let default = value.get("default").and_then(Value::as_str).unwrap_or_default();
            url = url.replace(&format!("{{{variable}}}"), default);
        }
        if is_usable(&url) {
            return BaseUrl::Known(url);
        }
        if path.is_empty() && url.starts_with('/') {
            path = url;
        }
    }
    let text = |key: &str| document.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(schemes) = document.get("schemes").and_then(Value::as_array).filter(|_| !text("host").is_empty()) {
        let scheme = if schemes.contains(&Value::from("https")) { "https" } else { "http" };
        let url = format!("{scheme}://{}{}", text("host"), text("basePath"));
        if is_usable(&url) {
            return BaseUrl::Known(url);
        }
    }
    if path.is_empty() && text("basePath").starts_with('/') {
        path = text("basePath").to_owned();
    }
    // No such name will ever exist (RFC 2606).
    let url = format!("https://{name}.invalid{}", path.trim_end_matches('/'));
    BaseUrl::Missing(if is_usable(&url) { url } else { format!("https://{name}.invalid") })
}

/// Whether the runtime takes an address: https, or http on this machine, and nothing but host and path.
fn is_usable(url: &str) -> bool {
    let rest = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => rest,
        (_, Some(rest)) if ["localhost", "127.0.0.1"].contains(&rest.split([':', '/']).next().unwrap_or_default()) => {
            rest
        }
        _ => return false,
    };
    !rest.starts_with('/')
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:%".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_that_leads_nowhere_is_none() {
        let of = |document: Value| match base_url(&document, "acme") {
            BaseUrl::Known(url) => url,
            BaseUrl::Missing(url) => format!("missing, so {url}"),
        };
        for (document, url) in [
            (json!({"servers": [{"url": "https://api.example.org/v1"}]}), "https://api.example.org/v1"),
            (json!({"servers": [{"url": "http://plain.example"}, {"url": "https://b.example"}]}), "https://b.example"),
            (json!({"servers": [{"url": "http://localhost:9011"}]}), "http://localhost:9011"),
            (
                json!({"servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "c.example"}}}]}),
                "https://c.example/v1",
            ),
            (json!({"servers": [{"url": "https://{host}/v1"}]}), "missing, so https://acme.invalid"),
            (json!({"servers": [{"url": "/api/v3"}]}), "missing, so https://acme.invalid/api/v3"),
            (json!({"servers": [{"url": "https://e.example\"; evil"}]}), "missing, so https://acme.invalid"),
            (json!({"schemes": ["http", "https"], "host": "d.example", "basePath": "/v2"}), "https://d.example/v2"),
            (json!({"basePath": "/v1"}), "missing, so https://acme.invalid/v1"),
            (json!({}), "missing, so https://acme.invalid"),
        ] {
            assert_eq!(of(document), url);
        }
    }
}
