//! Every package that is published says what a registry and docs.rs show, and holds its licences.

use std::path::PathBuf;

use test_support::contract::specs::root;
use toml::Value;

#[test]
fn published_packages_are_complete() {
    let mut problems = Vec::new();
    let mut published = 0;
    for folder in std::fs::read_dir(root().join("crates")).unwrap() {
        let folder: PathBuf = folder.unwrap().path();
        let Ok(text) = std::fs::read_to_string(folder.join("Cargo.toml")) else { continue };
        let manifest: Value = toml::from_str(&text).unwrap();
        let package = &manifest["package"];
        published += 1;
        let name = package["name"].as_str().unwrap();
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                problems.push(format!("{name}: {what}"));
            }
        };
        for file in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
            let same = std::fs::read(folder.join(file)).ok() == std::fs::read(root().join(file)).ok();
            expect(same, &format!("{file} is not the one of the workspace; link it: ln -s ../../{file}"));
        }
        for key in ["description", "readme"] {
            expect(package.get(key).is_some(), &format!("its manifest lacks `{key}`"));
        }
        for key in ["edition", "include", "license", "repository", "rust-version", "version"] {
            let inherited = package.get(key).and_then(|value| value.get("workspace")) == Some(&Value::Boolean(true));
            expect(inherited, &format!("its manifest lacks `{key}.workspace = true`"));
        }
        for key in ["categories", "keywords"] {
            let count = package.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            expect((1..=5).contains(&count), &format!("its manifest has {count} {key}, and may have 1 to 5"));
        }
        let docs = package.get("metadata").and_then(|metadata| metadata.get("docs")?.get("rs")?.get("all-features"));
        expect(docs == Some(&Value::Boolean(true)), "its manifest lacks `all-features = true` for docs.rs");
        let library = std::fs::read_to_string(folder.join("src/lib.rs")).unwrap_or_default();
        expect(library.contains("feature(doc_cfg)"), "its documentation does not name features: `doc_cfg` in lib.rs");
    }
    assert!(published > 0);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
