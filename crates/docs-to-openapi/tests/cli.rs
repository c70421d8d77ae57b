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
    assert!(summary.starts_with("2 operations, 1 schemas;") && summary.ends_with(" 0 problems\n"), "{summary}");
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
fn the_help_names_each_option() {
    let help = text(&run(&["--help"]).stdout);
    for part in [
        "Usage: docs-to-openapi [OPTIONS] <DIR>",
        "--api <PAGE>",
        "--prose <PROSE>",
        "[default: keep]",
        "[possible values: keep, drop]",
        "--wire-names <STYLE>",
        "--report <FILE.json>",
        "-o, --output <FILE.yaml>",
    ] {
        assert!(help.contains(part), "no `{part}` in:\n{help}");
    }
}
