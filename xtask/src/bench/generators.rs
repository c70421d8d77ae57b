//! Our generator against openapi-generator's.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::figure::{Figure, Goal, Values};
use super::programs::{Bench, text};

pub(super) const NO_JAR: &str = "openapi-generator's jar is not installed; name it by --openapi-generator";

const SPEC: &str = "specs/sendauth/openapi.yaml";

fn jar(bench: &Bench) -> Option<Command> {
    let mut java = Command::new("java");
    java.arg("-jar").arg(bench.jar.as_ref()?);
    Some(java)
}

pub(super) fn generate(bench: &Bench) -> Result<Vec<Figure>> {
    let line = ("`cargo xtask generate` of all five, xtask built, CPU", "openapi-generator on one");
    let Some(mut theirs) = jar(bench) else {
        return Ok(vec![Figure::not_run(line, NO_JAR)]);
    };
    let out = bench.scratch.join("openapi-generator-timed");
    theirs.args(["generate", "-g", "rust", "-i"]).arg(bench.root.join(SPEC)).arg("-o").arg(out);
    // This very program; comparing generates as well, and leaves the sources alone.
    let mut ours = Command::new(std::env::current_exe().context("where is this program?")?);
    ours.args(["generate", "--check"]);
    let (mut ratios, mut sides) = (Vec::new(), Vec::new());
    for _ in 0..bench.repetitions() {
        let (theirs, ours) = (bench.cpu_seconds(&theirs)?, bench.cpu_seconds(&ours)?);
        ratios.push(ours / theirs);
        sides.push(format!("{ours:.2} s against {theirs:.2} s"));
    }
    Ok(vec![Figure::measured(
        line,
        "xtask generate --check; java -jar openapi-generator-cli.jar generate -g rust",
        Values::ratios(ratios),
        Goal::AtMost(0.2),
        sides.join("; "),
    )])
}

/// Generates openapi-generator's Rust client, with the program that reaches all operations, as a workspace in the
/// scratch directory. Returns where it is, or `None` without the jar.
pub(super) fn rust_client(bench: &Bench) -> Result<Option<PathBuf>> {
    let Some(mut java) = jar(bench) else {
        return Ok(None);
    };
    let dir = bench.scratch.join("openapi-generator");
    let client = dir.join("client");
    std::fs::create_dir_all(dir.join("src"))?;
    java.args(["generate", "-g", "rust", "-i"])
        .arg(bench.root.join(SPEC))
        .arg("-o")
        .arg(&client)
        .args(["--additional-properties", "packageName=openapi-generator-client"]);
    text(&mut java)?;
    std::fs::copy(bench.dir.join("openapi-generator/main.rs"), dir.join("src/main.rs"))?;
    std::fs::write(dir.join("Cargo.toml"), MANIFEST)?;
    // The same versions of what both sides stand on.
    std::fs::copy(bench.dir.join("Cargo.lock"), dir.join("Cargo.lock"))?;
    Ok(Some(dir))
}

const MANIFEST: &str = r#"[workspace]
members = ["client"]
resolver = "3"

[package]
name = "all-openapi-generator"
version = "0.0.0"
edition = "2024"

[dependencies]
openapi-generator-client = { path = "client", default-features = false }
tokio = { version = "1", default-features = false, features = ["rt"] }

[profile.release]
strip = true
"#;
