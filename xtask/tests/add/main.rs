//! `cargo xtask add` in a copy of this workspace: a provider nobody ever heard of is added, built and called, and nothing
//! else is touched.

#![allow(clippy::unwrap_used, reason = "the helpers among the tests may fail like tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What else may change than a provider's own files: Cargo writes the one, and `cargo xtask` the table in the other.
const EXEMPT: [&str; 2] = ["Cargo.lock", "README.md"];

/// A copy of the workspace.
struct Checkout {
    root: PathBuf,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Checkout {
    /// Copies what git tracks, to the same place each time, so that Cargo knows what it has built there.
    fn new() -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("add");
        if root.exists() {
            std::fs::remove_dir_all(&root).unwrap();
        }
        let listed = Command::new("git")
            .arg("-C")
            .arg(from)
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .output()
            .unwrap();
        assert!(listed.status.success(), "git ls-files failed");
        let mut files = BTreeMap::new();
        for name in String::from_utf8(listed.stdout).unwrap().split_terminator('\0') {
            let path = from.join(name);
            // A file that is deleted but not yet committed is listed all the same.
            if !path.is_file() {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let copy = root.join(name);
            std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
            std::fs::write(&copy, &bytes).unwrap();
            files.insert(PathBuf::from(name), bytes);
        }
        Self { root, files }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        // What is compiled for the workspace itself serves the copy, too.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        Command::new(program)
            .args(arguments)
            // From below the root, as people do.
            .current_dir(self.root.join("specs"))
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .env_remove("USER_DIRECTORY_DOCS")
            .output()
            .unwrap()
    }

    fn xtask(&self, arguments: &[&str]) -> Output {
        self.run(env!("CARGO_BIN_EXE_xtask"), arguments)
    }

    /// Returns the files that are new, changed or gone.
    fn changes(&self) -> Vec<String> {
        let mut found = BTreeMap::new();
        collect(&self.root, &self.root, &mut found);
        let changed = found.iter().filter(|(name, bytes)| self.files.get(*name) != Some(bytes)).map(|(name, _)| name);
        let gone = self.files.keys().filter(|name| !found.contains_key(*name));
        changed.chain(gone).map(|name| name.display().to_string()).collect()
    }
}

fn collect(root: &Path, dir: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(root, &path, found),
            false => {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
}

fn succeed(output: &Output) -> String {
    let text = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned();
    assert!(output.status.success(), "{text}");
    text
}

#[test]
fn a_provider_is_added_by_its_own_files_alone_and_can_be_called() {
    let checkout = Checkout::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/add");
    let document = cases.join("harbour.yaml");
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/docs-to-openapi/tests/fixtures/codegen");

    // What is no specification leaves nothing behind.
    let broken = checkout.xtask(&["add", "broken", "--spec", cases.join("main.rs").to_str().unwrap()]);
    assert!(!broken.status.success());
    assert!(String::from_utf8_lossy(&broken.stderr).contains("main.rs"), "{broken:?}");
    assert_eq!(checkout.changes(), Vec::<String>::new());

    let told = succeed(&checkout.xtask(&["add", "harbour", "--spec", document.to_str().unwrap()]));
    assert!(told.contains("cargo test -p harbour-client"), "{told}");
    let told =
        succeed(&checkout.xtask(&["add", "berths", "--docs", pages.to_str().unwrap(), "--crate", "berth-lists"]));
    assert!(told.contains("cargo test -p berth-lists"), "{told}");

    let own = ["specs/harbour/", "crates/harbour-client/", "specs/berths/", "crates/berth-lists/", "pages/berths/"];
    let others: Vec<String> = checkout
        .changes()
        .into_iter()
        .filter(|name| !EXEMPT.contains(&name.as_str()) && !own.iter().any(|own| name.starts_with(own)))
        .collect();
    assert_eq!(others, Vec::<String>::new(), "files that are no provider's own changed");

    // Its tests and the examples of its README, which call it on loopback.
    let told = succeed(&checkout.run(env!("CARGO"), &["test", "-p", "harbour-client", "-p", "berth-lists"]));
    assert!(
        told.contains("a_documented_call_reaches_the_server ... ok")
            && told.contains("README.md - (line 5) - compile ... ok"),
        "{told}"
    );
    let readme = std::fs::read_to_string(checkout.root.join("crates/harbour-client/README.md")).unwrap();
    assert!(readme.contains("client.list_boats().send().await"), "{readme}");

    // A package has what a registry asks for, and no dependency that it does not use.
    let packaged =
        succeed(&checkout.run(env!("CARGO"), &["package", "--list", "--allow-dirty", "-p", "harbour-client"]));
    for file in ["CHANGELOG.md", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/generated/calls.rs"] {
        assert!(packaged.lines().any(|line| line.replace('\\', "/") == file), "{file} is not in\n{packaged}");
    }
    assert!(!packaged.contains("tests"), "{packaged}");
    for name in ["harbour-client", "berth-lists"] {
        let check = ["rustc", "--profile", "check", "--lib", "--features", "schemars", "-p", name];
        let lint = ["--", "-D", "unused-crate-dependencies"];
        succeed(&checkout.run(env!("CARGO"), &[&check[..], &lint[..]].concat()));
    }

    succeed(&checkout.xtask(&["regenerate", "--check", "harbour", "berths"]));
    let again = checkout.xtask(&["add", "harbour", "--spec", document.to_str().unwrap()]);
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));

    // A fact that is written down where the overlay asks for it reaches the client.
    let overlay = checkout.root.join("specs/harbour/overlay.yaml");
    let text = std::fs::read_to_string(&overlay).unwrap();
    let paged = text.replace(
        "  # - target: $.paths['/boats'].get\n  #   update: {x-pagination: {style: page, page: page, size: size, first: 1, items: }}",
        "  - target: $.paths['/boats'].get\n    update: {x-pagination: {style: page, page: page, size: size, first: 1, items: boats}}",
    );
    assert_ne!(paged, text, "{text}");
    std::fs::write(&overlay, paged).unwrap();
    let told = checkout.xtask(&["regenerate", "--check", "harbour"]);
    assert!(String::from_utf8_lossy(&told.stderr).contains("+      x-pagination:"));
    succeed(&checkout.xtask(&["regenerate", "harbour"]));
    succeed(&checkout.run(env!("CARGO"), &["check", "-p", "harbour-client"]));
}
