//! `cargo xtask generate --document` over documents that are awkward on purpose: what it makes of them is compiled without
//! a warning and called on loopback, and what it cannot make right it refuses.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DOCUMENTS: [&str; 7] = ["bodies", "later", "names", "parameters", "schemas", "swagger", "words"];

/// What every generated crate has beside `generated`.
const LIBRARY: &str = r#"//! A client.
#![deny(warnings)]
pub use user_directory_runtime::{AnyProblem as Problem, FixedHeader as Credentials};
user_directory_runtime::provider! {
    /// The provider.
    pub struct Harbour { name: "harbour", base_url: "https://harbour.example", }
}
"#;

const DEPENDENCIES: &str = r#"
[features]
schemars = ["dep:schemars", "user-directory-runtime/schemars"]
debug-values = []
blocking = []

[dependencies]
chrono.workspace = true
reqwest.workspace = true
schemars = { workspace = true, optional = true }
serde.workspace = true
serde_json.workspace = true
user-directory-runtime = { workspace = true, features = ["multipart"] }
uuid.workspace = true
"#;

/// A workspace of generated crates, and of one that calls them.
struct Clients {
    root: PathBuf,
}

impl Clients {
    /// Generates them, in the same place each time, so that Cargo knows what it has built there.
    fn new() -> Self {
        let clients = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents") };
        for document in DOCUMENTS {
            let path = clients.root.join(document);
            let made = generate(&cases().join(format!("{document}.yaml")), &path, &package(document));
            assert!(made.contains(" 0 left out"), "{document}: {made}");
            let manifest = format!(
                "[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{DEPENDENCIES}",
                package(document)
            );
            write(&path.join("Cargo.toml"), &manifest);
            write(&path.join("src/lib.rs"), LIBRARY);
        }
        clients.write_workspace();
        clients.write_exercises();
        clients
    }

    /// Writes a manifest with the dependencies and profiles of this workspace, and its lock file: then most is built.
    fn write_workspace(&self) {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = std::fs::read_to_string(repository.join("Cargo.toml")).unwrap();
        let mut manifest: toml::Table = text.parse().unwrap();
        manifest.retain(|key, _| ["workspace", "profile"].contains(&key));
        let workspace = manifest["workspace"].as_table_mut().unwrap();
        workspace.retain(|key, _| ["resolver", "dependencies"].contains(&key));
        let members: Vec<toml::Value> = DOCUMENTS.iter().chain(&["exercises"]).map(|name| (*name).into()).collect();
        workspace.insert("members".to_owned(), members.into());
        for (_, dependency) in workspace["dependencies"].as_table_mut().unwrap() {
            if let Some(path) = dependency.get_mut("path") {
                *path = repository.join(path.as_str().unwrap()).to_str().unwrap().into();
            }
        }
        write(&self.root.join("Cargo.toml"), &toml::to_string(&manifest).unwrap());
        write(&self.root.join("Cargo.lock"), &std::fs::read_to_string(repository.join("Cargo.lock")).unwrap());
    }

    fn write_exercises(&self) {
        let mut manifest = format!(
            "[package]\nname = \"exercises\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\npath = {:?}\ndoctest = false\n\n\
             [dependencies]\nchrono.workspace = true\nserde_json.workspace = true\n\
             test-support.workspace = true\n\
             tokio = {{ workspace = true, features = [\"macros\", \"rt\"] }}\n\
             uuid.workspace = true\n",
            cases().join("exercises/lib.rs")
        );
        for document in DOCUMENTS {
            writeln!(manifest, "{} = {{ path = \"../{document}\" }}", package(document)).unwrap();
        }
        write(&self.root.join("exercises/Cargo.toml"), &manifest);
    }

    fn cargo(&self, arguments: &[&str]) -> String {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(arguments).current_dir(&self.root).env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
        succeed(&cargo.env("RUSTDOCFLAGS", "-D warnings").output().unwrap())
    }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

/// Returns the name of a document's package: one that no package of others has.
fn package(document: &str) -> String {
    format!("{document}-document")
}

/// Writes a file unless it is so already, which Cargo would take for a change.
fn write(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|existing| existing == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn generate(document: &Path, root: &Path, name: &str) -> String {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    xtask.arg("generate").arg("--document").arg(document);
    succeed(&xtask.arg("--into").arg(root.join("src/generated")).args(["--crate-name", name]).output().unwrap())
}

fn succeed(output: &Output) -> String {
    let text = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn clients_of_awkward_documents_compile_and_call() {
    let clients = Clients::new();
    // The examples of all methods are compiled with it.
    clients.cargo(&["test", "--workspace"]);
    let features = DOCUMENTS.map(|document| format!("{0}/schemars,{0}/debug-values", package(document))).join(",");
    clients.cargo(&["check", "--workspace", "--features", &features]);
    clients.cargo(&["doc", "--no-deps", "--workspace", "--features", &features]);
}

#[test]
fn what_cannot_be_right_is_refused_with_the_reason() {
    let into = tempfile::tempdir().unwrap();
    let told = generate(&cases().join("refused.yaml"), into.path(), "refused");
    let expected = std::fs::read_to_string(cases().join("refused.txt")).unwrap();
    for line in expected.lines() {
        assert!(told.lines().any(|other| other == line), "{line}\nis not among\n{told}");
    }
    assert_eq!(told.matches("left out: ").count(), expected.matches("left out: ").count(), "{told}");
}
