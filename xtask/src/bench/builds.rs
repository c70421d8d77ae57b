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
        let crates: BTreeSet<_> =
            tree.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
        Ok(crates.len())
    };
    // Each in the workspace that it is a member of: elsewhere cargo adds what other members ask of its dependencies.
    let (ours, theirs) = (count(&bench.root, PROVIDER)?, count(&bench.dir, "handwritten")?);
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
    let (ours, theirs) = (bytes(&bench.program("one-provider")?)?, bytes(&bench.program("one-handwritten")?)?);
    Ok(vec![Figure::measured(
        ("stripped program that makes one call, no TLS", "hand-written"),
        "cargo build --release, strip = true",
        Values::ratios([ours / theirs]),
        Goal::AtMost(1.05),
        format!("{ours} against {theirs} bytes"),
    )])
}

#[allow(clippy::cast_precision_loss, reason = "programs are far below 2^52 bytes")]
fn bytes(program: &Path) -> Result<f64> {
    let found = std::fs::metadata(program);
    Ok(found.with_context(|| format!("no {}", program.display()))?.len() as f64)
}

const RUNTIME: &str = "user-directory-runtime";
const CLIENT: &str = "openapi-generator-client";

pub(super) fn provider_alone(bench: &Bench) -> Result<Vec<Figure>> {
    let line = ("one provider crate alone, release, CPU", "openapi-generator's client alone");
    let Some(client) = generators::rust_client(bench)? else {
        return Ok(vec![Figure::not_run(line, generators::NO_JAR)]);
    };
    let theirs = Side::client(bench, &client, CLIENT);
    let alone = Side::ours(bench, PROVIDER, &[PROVIDER]);
    // What the crate costs that is not there yet: all providers share the runtime, of which openapi-generator has none.
    let both = Side::ours(bench, PROVIDER, &[PROVIDER, RUNTIME]);
    Ok(vec![
        compare(bench, line, Goal::AtMost(0.5), &alone, &theirs)?,
        compare(bench, ("the same and the runtime beneath", line.1), None, &both, &theirs)?,
    ])
}

pub(super) fn all_operations(bench: &Bench) -> Result<Vec<Figure>> {
    let line =
        ("crate and program that reaches all 14 operations, release, CPU", "the same with openapi-generator's client");
    let Some(client) = generators::rust_client(bench)? else {
        return Ok(vec![Figure::not_run(line, generators::NO_JAR)]);
    };
    let build = compare(
        bench,
        line,
        Goal::AtMost(0.85),
        &Side::ours(bench, "all-provider", &[PROVIDER, "all-provider"]),
        &Side::client(bench, &client, "all-openapi-generator"),
    )?;
    let release = bench.scratch.join("alone/release");
    let program = |name: &str| bytes(&release.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    let (ours, theirs) = (program("all-provider")?, program("all-openapi-generator")?);
    let size = Figure::measured(
        ("size of that program, stripped, no TLS", "the same with openapi-generator's client"),
        "cargo build --release, strip = true",
        Values::ratios([ours / theirs]),
        Goal::AtMost(0.85),
        format!("{ours} against {theirs} bytes"),
    );
    Ok(vec![build, size])
}

/// What is built, and which packages are built again for it.
struct Side<'a> {
    bench: &'a Bench,
    dir: &'a Path,
    package: &'a str,
    anew: Vec<&'a str>,
}

impl<'a> Side<'a> {
    fn ours(bench: &'a Bench, package: &'a str, anew: &[&'a str]) -> Self {
        Self { bench, dir: &bench.dir, package, anew: anew.to_vec() }
    }

    fn client(bench: &'a Bench, dir: &'a Path, package: &'a str) -> Self {
        Self { bench, dir, package, anew: vec![CLIENT, package] }
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = self.bench.cargo(arguments);
        cargo.current_dir(self.dir).env("CARGO_TARGET_DIR", self.bench.scratch.join("alone"));
        cargo
    }

    /// Returns the CPU seconds that it takes when everything else is built.
    fn cpu_seconds(&self) -> Result<f64> {
        let mut arguments = vec!["build", "--release", "-p", self.package];
        if self.package == CLIENT {
            // It turns on TLS by default.
            arguments.push("--no-default-features");
        }
        text(&mut self.cargo(&arguments))?;
        let mut clean = self.cargo(&["clean", "--release"]);
        for package in &self.anew {
            clean.args(["-p", package]);
        }
        text(&mut clean)?;
        self.bench.cpu_seconds(&self.cargo(&arguments))
    }
}

fn compare(
    bench: &Bench,
    line: (&str, &str),
    goal: impl Into<Option<Goal>>,
    ours: &Side<'_>,
    theirs: &Side<'_>,
) -> Result<Figure> {
    let (mut ratios, mut sides) = (Vec::new(), Vec::new());
    for _ in 0..bench.repetitions() {
        let (theirs, ours) = (theirs.cpu_seconds()?, ours.cpu_seconds()?);
        ratios.push(ours / theirs);
        sides.push(format!("{ours:.1} s against {theirs:.1} s"));
    }
    Ok(Figure::measured(
        line,
        "cargo build --release after cargo clean -p, dependencies built, the sides in turn",
        Values::ratios(ratios),
        goal,
        sides.join("; "),
    ))
}

pub(super) fn tls(bench: &Bench) -> Result<Vec<Figure>> {
    let cold = |feature: Option<&str>| -> Result<(f64, f64)> {
        let target = bench.scratch.join("cold");
        if target.exists() {
            std::fs::remove_dir_all(&target).context("cannot empty the directory of cold builds")?;
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
    [
        ("rustls", "rustls and ring, the default"),
        ("rustls-aws-lc-rs", "rustls and AWS-LC"),
        ("native-tls", "the platform's library"),
    ]
    .into_iter()
    .map(|(feature, kind)| {
        let (cpu, size) = cold(Some(feature))?;
        Ok(Figure::measured(
            (format!("cold release build with TLS by {kind}, CPU"), "without TLS"),
            "cargo build --release -p one-provider, empty target directory",
            Values::ratios([cpu / plain]),
            Goal::AtMost(1.4),
            format!("{cpu:.0} s against {plain:.0} s; program {:.2} times as large", size / plain_size),
        ))
    })
    .collect()
}
