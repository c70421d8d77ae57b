//! The sentences that failures quote stand in the documentation of the trait.

use std::path::Path;

use user_directory::conformance;

/// Returns the words, without Markdown.
fn words(text: &str) -> String {
    let plain = text.replace("///", " ").replace(['`', '*', '[', ']'], "");
    let mut words = String::new();
    let mut rest = plain.as_str();
    // What follows a link in parentheses is its target.
    while let Some(at) = rest.find("(crate::") {
        words.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').unwrap().1;
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_check_quotes_the_contract() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../user-directory-core/src/contract.rs");
    let source = std::fs::read_to_string(source).unwrap();
    let behavior = source.split_once("# Behavior").unwrap().1.split_once("#[async_trait]").unwrap().0;
    let behavior = words(behavior);
    for check in conformance::checks() {
        assert!(behavior.contains(words(check.contract).trim_end_matches('.')), "{}: {}", check.name, check.contract);
    }
}
