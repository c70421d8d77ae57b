//! The README lists every rule.

use docs_to_openapi::{Kind, Rule};

#[test]
fn every_rule_is_in_its_table() {
    let readme = include_str!("../README.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<String> = Rule::ALL
        .iter()
        .map(|rule| {
            let kind = match rule.kind() {
                Kind::Inferred => "inferred",
                Kind::Unknown => "unknown",
                Kind::Problem => "problem",
            };
            format!("| `{rule}` | {kind} | {} |", rule.meaning())
        })
        .collect();
    assert_eq!(rows, expected);
}
