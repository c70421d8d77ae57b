//! What building costs, and what comes of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::figure::{Figure, Goal, Values};
use super::generators;
use super::programs::{Bench, text};

const PROVIDER: &str = "sendauth-users";

pub(super) fn crates(bench: &Bench) -> Result<Vec<Figure>> {
    let count = |dir: &Path, package| -> Result<usize> {
        let mut tree = bench.cargo(&["tree", "-e", "normal", "--prefix", "none", "-p", package]);
        let tree = text(tree.arg("--no-default-features").current_dir(dir))?;
        let crates: BTreeSet<_> = tree
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .filter(|line| !line.is_empty())
            .collect();
        Ok(crates.len())
    };
    // Each in the workspace that it is a member of: elsewhere cargo adds what other members ask of its dependencies.
    let (ours, theirs) = (
        count(&bench.root, PROVIDER)?,
        count(&bench.dir, "handwritten")?,
    );
    #[allow(clippy::cast_precision_loss, reason = "a few hundred at most")]
    let more = ours as f64 - theirs as f64;
    Ok(vec![Figure::measured(
        ("crates of one provider, no TLS", "hand-written"),
        "cargo tree -e normal --no-default-features, each with itself",
        Values::of([more], " more"),
        Goal::AtMost(15.0),
        format!("{ours} against {theirs}"),
    )])
}

pub(super) fn size(bench: &Bench) -> Result<Vec<Figure>> {
    let (ours, theirs) = (
        bytes(&bench.program("one-provider")?)?,
        bytes(&bench.program("one-handwritten")?)?,
    );
    Ok(vec![Figure::measured(
        (
            "stripped program that makes one call, no TLS",
            "hand-written",
        ),
        "cargo build --release, strip = true",
        Values::ratios([ours / theirs]),
        Goal::AtMost(1.05),
        format!("{ours} against {theirs} bytes"),
    )])
}

#[allow(
    clippy::cast_precision_loss,
    reason = "programs are far below 2^52 bytes"
)]
fn bytes(program: &Path) -> Result<f64> {
    let found = std::fs::metadata(program);
    Ok(found
        .with_context(|| format!("no {}", program.display()))?
        .len() as f64)
}

pub(super) fn provider_alone(bench: &Bench) -> Result<Vec<Figure>> {
    let line = (
        "one provider crate alone, release, CPU",
        "openapi-generator's client alone",
    );
    let Some(client) = generators::rust_client(bench)? else {
        return Ok(vec![Figure::not_run(line, generators::NO_JAR)]);
    };
    let ours = || bench.cargo(&["build", "--release", "-p", PROVIDER]);
    let theirs = || cargo_in(bench, &client, "openapi-generator-client");
    compare(
        bench,
        line,
        0.5,
        (PROVIDER, &ours),
        ("openapi-generator-client", &theirs),
    )
}

pub(super) fn all_operations(bench: &Bench) -> Result<Vec<Figure>> {
    let line = (
        "crate and program that reaches all 14 operations, release, CPU",
        "the same with openapi-generator's client",
    );
    let Some(client) = generators::rust_client(bench)? else {
        return Ok(vec![Figure::not_run(line, generators::NO_JAR)]);
    };
    let ours = || bench.cargo(&["build", "--release", "-p", "all-provider"]);
    let theirs = || cargo_in(bench, &client, "all-openapi-generator");
    let mut figures = compare(
        bench,
        line,
        0.85,
        (PROVIDER, &ours),
        ("openapi-generator-client", &theirs),
    )?;
    let release = bench.scratch.join("alone/release");
    let (ours, theirs) = (
        bytes(&release.join("all-provider"))?,
        bytes(&release.join("all-openapi-generator"))?,
    );
    figures.push(Figure::measured(
        (
            "size of that program, stripped, no TLS",
            "the same with openapi-generator's client",
        ),
        "cargo build --release, strip = true",
        Values::ratios([ours / theirs]),
        Goal::AtMost(0.85),
        format!("{ours} against {theirs} bytes"),
    ));
    Ok(figures)
}

fn cargo_in(bench: &Bench, dir: &Path, package: &str) -> Command {
    let mut cargo = bench.cargo(&["build", "--release", "-p", package]);
    cargo.current_dir(dir);
    cargo
}

/// Compares what it takes to build a package again whose dependencies are built.
fn compare(
    bench: &Bench,
    line: (&str, &str),
    goal: f64,
    ours: (&str, &dyn Fn() -> Command),
    theirs: (&str, &dyn Fn() -> Command),
) -> Result<Vec<Figure>> {
    let target = bench.scratch.join("alone");
    let again = |(package, build): (&str, &dyn Fn() -> Command)| -> Result<f64> {
        text(build().env("CARGO_TARGET_DIR", &target))?;
        let mut clean = Command::new(build().get_program());
        clean.args(["clean", "--release", "-p", package]);
        if let Some(dir) = build().get_current_dir() {
            clean.current_dir(dir);
        }
        text(clean.env("CARGO_TARGET_DIR", &target))?;
        let mut build = build();
        build.env("CARGO_TARGET_DIR", &target);
        bench.cpu_seconds(&build)
    };
    let mut ratios = Vec::new();
    let mut sides = Vec::new();
    for _ in 0..if bench.quick { 1 } else { 3 } {
        let (theirs, ours) = (again(theirs)?, again(ours)?);
        ratios.push(ours / theirs);
        sides.push(format!("{ours:.1} s against {theirs:.1} s"));
    }
    Ok(vec![Figure::measured(
        line,
        "cargo build --release after cargo clean -p, dependencies built, the sides in turn",
        Values::ratios(ratios),
        Goal::AtMost(goal),
        sides.join("; "),
    )])
}

pub(super) fn tls(bench: &Bench) -> Result<Vec<Figure>> {
    let cold = |feature: Option<&str>| -> Result<(f64, f64)> {
        let target = bench.scratch.join("cold");
        if target.exists() {
            std::fs::remove_dir_all(&target)
                .context("cannot empty the directory of cold builds")?;
        }
        let mut build = bench.cargo(&["build", "--release", "-p", "one-provider"]);
        if let Some(feature) = feature {
            build.args(["--features", feature]);
        }
        build.env("CARGO_TARGET_DIR", &target);
        let cpu = bench.cpu_seconds(&build)?;
        Ok((cpu, bytes(&target.join("release/one-provider"))?))
    };
    let (plain, plain_size) = cold(None)?;
    ["ring", "aws-lc-rs", "native-tls"]
        .into_iter()
        .map(|feature| {
            let (cpu, size) = cold(Some(feature))?;
            Ok(Figure::measured(
                (
                    format!("cold release build with {feature}, CPU"),
                    "without TLS",
                ),
                "cargo build --release -p one-provider, empty target directory",
                Values::ratios([cpu / plain]),
                Goal::AtMost(1.4),
                format!(
                    "{cpu:.0} s against {plain:.0} s; program {:.2} times as large",
                    size / plain_size
                ),
            ))
        })
        .collect()
}
