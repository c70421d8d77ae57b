//! The specifications in this package: copies of those in the workspace, as JSON and without the prose.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// Set to write the copies instead of comparing them.
const WRITE: &str = "WRITE_SPECIFICATIONS";

/// What is for readers and not for a server.
const PROSE: [&str; 7] = ["description", "summary", "example", "tags", "x-accept", "x-correction", "x-python-name"];

/// Removes prose; the keys of `properties` and `schemas` are names of the provider and stay.
fn drop_prose(node: &mut Value, names: bool) {
    match node {
        Value::Object(map) => {
            if !names {
                map.retain(|key, _| !PROSE.contains(&key.as_str()));
            }
            for (key, value) in map.iter_mut() {
                drop_prose(value, !names && (key == "properties" || key == "schemas"));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_prose(item, false)),
        _ => {}
    }
}

#[test]
fn the_copies_are_those_of_the_workspace() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    for provider in ["velo", "sendauth", "finbourne", "obp", "saasus"] {
        let source = package.join("../../specs").join(provider).join("openapi.yaml");
        let mut document: Value = serde_saphyr::from_str(&fs::read_to_string(source).unwrap()).unwrap();
        drop_prose(&mut document, false);
        let written = format!("{}\n", serde_json::to_string(&document).unwrap());
        let copy: PathBuf = package.join("specifications").join(format!("{provider}.json"));
        if env::var_os(WRITE).is_some() {
            fs::write(&copy, &written).unwrap();
        }
        let is_equal = fs::read_to_string(&copy).is_ok_and(|copy| copy == written);
        assert!(
            is_equal,
            "{} is not up to date; run `{WRITE}=1 cargo test -p user-directory-sandbox the_copies`",
            copy.display()
        );
    }
}
