//! The five committed specifications are valid OpenAPI 3.0 and complete.

#[allow(dead_code, reason = "the task that writes the files uses more of it")]
#[path = "../xtask/src/reconstruct/validate/mod.rs"]
mod validate;

use std::collections::BTreeSet;

use integration_tests::specs::{PROVIDERS, document, root};

#[test]
fn the_committed_specifications_are_valid() {
    let mut failures = Vec::new();
    for provider in PROVIDERS {
        match document(provider) {
            Ok(document) => {
                let problems = validate::problems(&document);
                failures.extend(problems.iter().map(|problem| format!("{provider} {problem}")));
            }
            Err(error) => failures.push(error),
        }
    }
    assert!(failures.is_empty(), "{} problems:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_directory_of_a_specification_is_a_known_provider() {
    let entries = std::fs::read_dir(root().join("specs")).unwrap();
    let found: BTreeSet<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, PROVIDERS.map(str::to_owned).into());
}
