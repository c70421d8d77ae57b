//! The official Python SDKs against the same server.

use std::process::Command;

use anyhow::Result;

use super::figure::{Figure, Goal, Values};
use super::programs::{Bench, installed, json, number};

pub(super) fn sdks(bench: &Bench) -> Result<Vec<Figure>> {
    let server = bench.server()?;
    let mut figures = Vec::new();
    // The package, and the scenario of our program that makes the same call.
    for (sdk, module, scenario) in [("sendauth", "api", "get-user"), ("finbourne", "finbourne_identity", "get-account")]
    {
        if !installed(&bench.python, &["-c", &format!("import {module}")]) {
            let reason = format!("{} cannot import `{module}`", bench.python);
            figures.push(Figure::not_run((scenario, format!("{sdk}'s Python SDK")), reason));
            continue;
        }
        // Python's threads take turns on one lock, so our side is measured on one thread as well.
        for (callers, threads, on, goal) in
            [("1", "1", "", 1.0 / 5.0), ("64", "0", "", 1.0 / 25.0), ("64", "1", ", runtime of one thread", 1.0 / 25.0)]
        {
            let calls = bench.calls(2_000).to_string();
            let mut ratios = Vec::new();
            for _ in 0..bench.repetitions() {
                let theirs = json(Command::new(&bench.python).arg(bench.dir.join("python/drive.py")).args([
                    sdk,
                    "get",
                    &server.url,
                    &calls,
                    callers,
                ]))?;
                // More calls on our side: its CPU time would be too short to measure.
                let many = bench.calls(10_000).to_string();
                let ours = [scenario, &server.url, &many, callers, threads];
                let ours = bench.drive("drive-provider", &ours)?;
                let each = |line| -> Result<f64> { Ok(number(line, "cpu_ns")? / number(line, "calls")?) };
                ratios.push(each(&ours)? / each(&theirs)?);
            }
            figures.push(Figure::measured(
                (format!("CPU per call, {scenario}, callers: {callers}{on}"), format!("{sdk}'s Python SDK")),
                "tests/bench/python/drive.py, the sides in turn",
                Values::ratios(ratios),
                Goal::AtMost(goal),
                String::from("ratios of pairs"),
            ));
        }
    }
    Ok(figures)
}
