//! BENCHMARKS.md.

use std::fmt::Write;
use std::process::Command;

use anyhow::{Context, Result};

use super::figure::{Figure, Outcome};
use super::programs::{Bench, text};

/// Writes the report.
pub(super) fn write(bench: &Bench, done: &[(&str, Vec<Figure>)]) -> Result<()> {
    let path = bench.root.join("BENCHMARKS.md");
    std::fs::write(&path, render(&versions(bench), done)?).with_context(|| format!("cannot write {}", path.display()))
}

fn render(versions: &[(&str, String)], done: &[(&str, Vec<Figure>)]) -> Result<String> {
    let mut page = String::from(
        "# Benchmarks\n\nWritten by `cargo xtask bench`; do not edit. Every figure compares two sides that ran in turn in \
         the same run:\nratios carry over to other machines, times do not. Where several repetitions were made, the figure \
         is their median,\nwith the least and the greatest. [tests/bench](tests/bench) has the programs, and says what was tried where a goal is \
         missed.\n\n\
         | benchmark | what | against | figure | goal | met |\n|---|---|---|---|---|---|\n",
    );
    for (name, figures) in done {
        for figure in figures {
            let (value, goal) = match &figure.outcome {
                Outcome::Measured { values, goal, .. } => {
                    (values.to_string(), goal.map_or_else(String::new, |goal| goal.to_string()))
                }
                Outcome::NotRun(_) => (String::from("–"), String::new()),
            };
            let verdict = figure.outcome.verdict();
            let Figure { what, against, .. } = figure;
            writeln!(page, "| `{name}` | {what} | {against} | {value} | {goal} | {verdict} |")?;
        }
    }
    page.push_str("\n## How each was measured\n\n");
    for (name, figures) in done {
        for figure in figures {
            match &figure.outcome {
                Outcome::Measured { sides, .. } => {
                    writeln!(page, "- `{name}`, {}: {}. {sides}.", figure.what, figure.command)?
                }
                Outcome::NotRun(reason) => {
                    writeln!(page, "- `{name}`, {}: not run: {reason}.", figure.what)?;
                }
            }
        }
    }
    page.push_str("\n## Machine and versions\n\n");
    for (name, version) in versions {
        writeln!(page, "- {name}: {version}")?;
    }
    Ok(page)
}

fn versions(bench: &Bench) -> Vec<(&'static str, String)> {
    let first = |command: &mut Command| {
        let text = text(command).unwrap_or_else(|_| String::from("not installed"));
        text.lines().next().unwrap_or_default().to_owned()
    };
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let mut jar = Command::new("java");
    jar.arg("-jar");
    let jar = match &bench.jar {
        Some(path) => first(jar.arg(path).arg("version")),
        None => String::from("not installed"),
    };
    vec![
        ("processor", format!("{}, {cpus} available", model())),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        ("rustc", first(Command::new("rustc").arg("--version"))),
        ("valgrind", first(Command::new("valgrind").arg("--version"))),
        ("Python", first(Command::new(&bench.python).arg("--version"))),
        ("openapi-generator", jar),
    ]
}

/// Returns the processor's name, where the system tells.
fn model() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    info.lines()
        .find_map(|line| line.strip_prefix("model name"))
        .and_then(|rest| rest.split_once(':'))
        .map_or_else(|| String::from("unknown"), |(_, name)| name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::figure::{Goal, Values};
    use super::*;

    #[test]
    fn says_what_was_measured_and_what_was_not() {
        let values = Values::ratios([1.5, 1.0, 2.0]);
        let figures = vec![
            Figure::measured(("calls", "others"), "x 1", values, Goal::AtMost(1.05), "3 against 2".into()),
            Figure::not_run(("facade", "crate"), "there is none"),
        ];
        let page = render(&[("rustc", "1.0".into())], &[("load", figures)]).unwrap();
        for line in [
            "| `load` | calls | others | 1.500× (1.000× to 2.000×) | ≤ 1.05 | **no** |",
            "| `load` | facade | crate | – |  | not run |",
            "- `load`, calls: x 1. 3 against 2.",
            "- `load`, facade: not run: there is none.",
            "- rustc: 1.0",
        ] {
            assert!(page.lines().any(|l| l == line), "{line}\n{page}");
        }
    }
}
