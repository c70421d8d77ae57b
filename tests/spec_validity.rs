//! The committed specifications are valid, and complete where the facts about an API are recorded.

#[allow(dead_code, reason = "the task that writes the files uses more of it")]
#[path = "../xtask/src/reconstruct/validate/mod.rs"]
mod validate;

use test_support::contract::specs::{document, providers, root};

#[test]
fn the_committed_specifications_are_valid() {
    let mut failures = Vec::new();
    for provider in providers() {
        let complete = root().join(format!("tests/facts/operations/{provider}.yaml")).is_file();
        match document(&provider) {
            // An error may be the documentation's own, which waits for somebody who knows better.
            Ok(document) => failures.extend(
                validate::problems(&document)
                    .iter()
                    .filter(|_| complete)
                    .map(|problem| format!("specs/{provider}/openapi.yaml {problem}")),
            ),
            Err(error) => failures.push(error),
        }
    }
    assert!(failures.is_empty(), "{} problems, to be mended in overlay.yaml:\n{}", failures.len(), failures.join("\n"));
}
