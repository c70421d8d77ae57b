//! The program.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

mod common;

use std::process::{Command, Output};

use common::dir;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_docs-to-openapi"))
        .args(arguments)
        // Whoever asks Rust for backtraces does not want one for a misspelt path.
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn writes_document_and_report() {
    let out = tempfile::tempdir().unwrap();
    let (yaml, json) = (out.path().join("o.yaml"), out.path().join("r.json"));
    let sdk = dir("legacy");
    let arguments = [
        sdk.to_str().unwrap(),
        "--api",
        "CrewApi.md",
        "--prose",
        "drop",
        "--wire-names",
        "snake_case",
        "--report",
        json.to_str().unwrap(),
        "-o",
        yaml.to_str().unwrap(),
    ];
    let output = run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let summary = text(&output.stderr);
    assert!(summary.starts_with("2 operations, 1 schemas;"), "{summary}");
    assert!(summary.contains(" 0 problems\n") && summary.ends_with("r.json with file and line\n"), "{summary}");
    let document = std::fs::read_to_string(yaml).unwrap();
    assert!(document.starts_with("openapi: ") && !document.contains("summary"), "{document}");
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    let first = &report["rows"][0];
    assert_eq!(first["rule"], "wire-style-given");
    assert_eq!(first["kind"], "inferred");
    assert_eq!(first["subject"]["page"], "CrewApi.md");
}

#[test]
fn writes_to_the_standard_output() {
    let output = run(&[dir("bare").to_str().unwrap()]);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("summary: \"CreateQuay: Create Quay\""), "{}", text(&output.stdout));
}

#[test]
fn refuses_what_it_does_not_know() {
    let style = run(&[dir("bare").to_str().unwrap(), "--wire-names", "camel"]);
    assert!(!style.status.success());
    assert!(text(&style.stderr).contains("`camel` is no name style"), "{}", text(&style.stderr));
    let page = run(&[dir("bare").to_str().unwrap(), "--api", "NoApi.md"]);
    assert!(!page.status.success());
    assert!(text(&page.stderr).contains("the API pages are: QuaysApi.md"), "{}", text(&page.stderr));
}

#[test]
fn an_error_is_one_line_with_its_cause() {
    let out = tempfile::tempdir().unwrap();
    let gone = out.path().join("gone");
    let gone = gone.to_str().unwrap();
    let read = run(&[gone]);
    assert_eq!(read.status.code(), Some(1));
    let error = text(&read.stderr);
    assert!(error.starts_with(&format!("error: cannot read {gone}: ")) && error.lines().count() == 1, "{error}");
    let target = format!("{gone}/o.yaml");
    let write = text(&run(&[dir("bare").to_str().unwrap(), "-o", &target]).stderr);
    assert!(write.starts_with(&format!("error: cannot write {target}: ")), "{write}");
}

#[test]
fn the_summary_has_one_line_a_rule() {
    let sdk = tempfile::tempdir().unwrap();
    let page = std::fs::read_to_string(dir("bare").join("docs/QuaysApi.md")).unwrap();
    std::fs::write(sdk.path().join("QuaysApi.md"), page.replace("[**", "[**broken ").replace("**bool**", "**bo ol**"))
        .unwrap();
    std::fs::write(sdk.path().join("PiersApi.md"), &page).unwrap();
    let output = run(&[sdk.path().to_str().unwrap()]);
    assert!(output.status.success());
    let summary = text(&output.stderr);
    let rules: Vec<&str> = summary.lines().filter_map(|line| line.rsplit_once('[').map(|(_, rule)| rule)).collect();
    let mut distinct = rules.clone();
    distinct.dedup();
    assert!(rules == distinct && rules.len() > 2 && summary.lines().count() < 25, "{summary}");
    let problem = summary.find("problem: ").unwrap();
    assert!(problem < summary.find("unknown: ").unwrap(), "{summary}");
    let strict = run(&[sdk.path().to_str().unwrap(), "--strict"]);
    assert_eq!(strict.status.code(), Some(3));
    assert!(strict.stdout.is_empty() && text(&strict.stderr).contains("problems on the pages"), "{strict:?}");
    assert_eq!(run(&["--no-such-option"]).status.code(), Some(2));
}

#[test]
fn the_report_is_as_its_schema_says() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../report.schema.json")).unwrap();
    let rules: Vec<&str> = docs_to_openapi::Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(schema["properties"]["rows"]["items"]["properties"]["rule"]["enum"], serde_json::json!(rules));
    let validator = jsonschema::validator_for(&schema).unwrap();
    for fixture in common::FIXTURES {
        let out = tempfile::tempdir().unwrap();
        let json = out.path().join("r.json");
        assert!(run(&[dir(fixture).to_str().unwrap(), "--report", json.to_str().unwrap()]).status.success());
        let report = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
        assert!(validator.is_valid(&report), "{:?}", validator.iter_errors(&report).next());
        let mut other: serde_json::Value = report;
        other["rows"][0]["kind"] = "guessed".into();
        assert!(!validator.is_valid(&other));
    }
}

#[test]
fn the_help_names_each_option() {
    let help = text(&run(&["--help"]).stdout);
    for part in [
        "Usage: docs-to-openapi [OPTIONS] <DIR>",
        "--api <PAGE>",
        "--prose <PROSE>",
        "[default: keep]",
        "[possible values: keep, drop]",
        "--wire-names <STYLE>",
        "--strict",
        "Examples:",
        "Exit codes:",
        "--report <FILE.json>",
        "-o, --output <FILE.yaml>",
    ] {
        assert!(help.contains(part), "no `{part}` in:\n{help}");
    }
}
