//! What calls cost: instructions, allocations, CPU under load, memory.

use std::process::Command;

use anyhow::{Context, Result};

use super::figure::{Figure, Goal, Values};
use super::programs::{Bench, both, installed, number};

const HAND: &str = "drive-handwritten";
const OURS: &str = "drive-provider";
const FACADE: &str = "drive-facade";

pub(super) fn instructions(bench: &Bench) -> Result<Vec<Figure>> {
    instructions_of(bench, (OURS, ""), (HAND, "hand-written"), 1.05)
}

pub(super) fn facade(bench: &Bench) -> Result<Vec<Figure>> {
    let facade = (FACADE, "through the facade, ");
    instructions_of(bench, facade, (OURS, "the provider crate"), 1.03)
}

/// Compares what two programs take for the calls that fetch one user.
fn instructions_of(
    bench: &Bench,
    (ours, what): (&str, &str),
    (theirs, against): (&str, &str),
    goal: f64,
) -> Result<Vec<Figure>> {
    if !installed("valgrind", &["--version"]) {
        let line = (format!("instructions per call, {what}sequential"), against);
        return Ok(vec![Figure::not_run(line, "valgrind is not installed")]);
    }
    let server = bench.server()?;
    let mut figures = Vec::new();
    for scenario in ["get-user", "get-account"] {
        let (tool, before) = ("callgrind", "Collected :");
        let count = |side| per_call(bench, side, &server.url, scenario, tool, before);
        let (ours, theirs) = (count(ours)?, count(theirs)?);
        figures.push(Figure::measured(
            (format!("instructions per call, {what}{scenario}, sequential"), against),
            "valgrind --tool=callgrind, 300 calls less 100 calls",
            Values::ratios([ours / theirs]),
            Goal::AtMost(goal),
            format!("{ours:.0} against {theirs:.0} instructions"),
        ));
    }
    Ok(figures)
}

pub(super) fn allocations(bench: &Bench) -> Result<Vec<Figure>> {
    let line = ("allocations per call, get-user", "hand-written");
    if !installed("valgrind", &["--version"]) {
        return Ok(vec![Figure::not_run(line, "valgrind is not installed")]);
    }
    let server = bench.server()?;
    let count = |side| per_call(bench, side, &server.url, "get-user", "dhat", "bytes in");
    let (ours, theirs) = (count(OURS)?, count(HAND)?);
    Ok(vec![Figure::measured(
        line,
        "valgrind --tool=dhat, 300 calls less 100 calls",
        Values::of([ours - theirs], " more"),
        Goal::AtMost(12.0),
        format!("{ours:.0} against {theirs:.0} allocations"),
    )])
}

/// Returns what one call costs: the difference between many calls and few, so that starting up does not count.
fn per_call(bench: &Bench, side: &str, url: &str, scenario: &str, tool: &str, before: &str) -> Result<f64> {
    let program = bench.program(side)?;
    let total = |calls: u32| -> Result<f64> {
        let (_, log) = both(
            Command::new("valgrind")
                .arg(format!("--tool={tool}"))
                .arg(format!("--{tool}-out-file=/dev/null"))
                .arg(&program)
                .args([scenario, url, &calls.to_string(), "1"]),
        )?;
        count_after(&log, before).with_context(|| format!("{tool} printed no count"))
    };
    Ok((total(300)? - total(100)?) / 200.0)
}

/// Returns the number that follows `before` in the log.
fn count_after(log: &str, before: &str) -> Option<f64> {
    let (_, rest) = log.lines().find_map(|line| line.split_once(before))?;
    let number = rest.split_whitespace().next()?;
    number.replace(',', "").parse().ok()
}

pub(super) fn load(bench: &Bench) -> Result<Vec<Figure>> {
    let server = bench.server()?;
    let calls = bench.calls(20_000).to_string();
    let mut figures = Vec::new();
    let (mut cpu, mut rate) = (Vec::new(), Vec::new());
    // More pairs than elsewhere: what other programs do to the caches changes from one second to the next.
    for pair in 0..3 * bench.repetitions() {
        let run = |side| bench.drive(side, &["get-user", &server.url, &calls, "64"]);
        // Each side goes first as often as the other.
        let (theirs, ours) = if pair % 2 == 0 {
            let theirs = run(HAND)?;
            (theirs, run(OURS)?)
        } else {
            let ours = run(OURS)?;
            (run(HAND)?, ours)
        };
        cpu.push((number(&ours, "cpu_ns")?, number(&theirs, "cpu_ns")?));
        rate.push((number(&theirs, "wall_ns")?, number(&ours, "wall_ns")?));
    }
    let command = format!("get-user, {calls} calls by 64 callers, the sides in turn");
    for (what, pairs, goal) in [
        ("CPU per call, 64 callers", cpu, Goal::AtMost(1.05)),
        ("calls per second, 64 callers", rate, Goal::AtLeast(0.97)),
    ] {
        let least = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).fold(f64::INFINITY, f64::min);
        let quiet = least(|pair| pair.0) / least(|pair| pair.1);
        figures.push(Figure::measured(
            (what, "hand-written"),
            &command,
            Values::ratios(pairs.iter().map(|(above, below)| above / below)),
            goal,
            format!("ratios of pairs; the least of the one side to the least of the other: {quiet:.3}×"),
        ));
    }
    let mut threads = Vec::new();
    for _ in 0..bench.repetitions() {
        let run = |threads| bench.drive(OURS, &["get-user", &server.url, &calls, "1", threads]);
        let (one, many) = (run("1")?, run("0")?);
        threads.push(number(&many, "cpu_ns")? / number(&one, "cpu_ns")?);
    }
    figures.push(Figure::measured(
        ("CPU per call, one caller, multi-threaded runtime", "current-thread runtime"),
        format!("get-user, {calls} calls one after another, the runtimes in turn"),
        Values::ratios(threads),
        None,
        String::from("ratios of pairs"),
    ));
    Ok(figures)
}

pub(super) fn list(bench: &Bench) -> Result<Vec<Figure>> {
    let server = bench.server()?;
    let calls = bench.calls(20).to_string();
    let (mut cpu, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..2 * bench.repetitions() {
        let run = |side| bench.drive(side, &["list", &server.url, &calls]);
        let (theirs, ours) = (run(HAND)?, run(OURS)?);
        cpu.push(number(&ours, "cpu_ns")? / number(&theirs, "cpu_ns")?);
        memory.push(number(&ours, "peak_kib")? / number(&theirs, "peak_kib")?);
    }
    let command = format!("list, {calls} calls, the sides in turn");
    let figure = |what: &str, values, goal| {
        let line = (format!("10,000 users in one response, {what}"), "hand-written");
        let sides = String::from("ratios of pairs");
        Figure::measured(line, &command, Values::ratios(values), Goal::AtMost(goal), sides)
    };
    Ok(vec![figure("CPU", cpu, 1.05), figure("peak memory", memory, 1.05)])
}

pub(super) fn stream(bench: &Bench) -> Result<Vec<Figure>> {
    let server = bench.server()?;
    let done = bench.drive(OURS, &["stream", &server.url])?;
    let (first, peak) = (number(&done, "first_kib")?, number(&done, "peak_kib")?);
    Ok(vec![Figure::measured(
        ("1,000,000 users streamed, peak memory above the first page", "the first page"),
        "stream, pages of 100",
        Values::of([(peak - first) / 1024.0], " MiB"),
        Goal::AtMost(32.0),
        format!("{first} KiB after the first page, {peak} KiB after the last"),
    )])
}

pub(super) fn renewal(bench: &Bench) -> Result<Vec<Figure>> {
    let server = bench.server()?;
    let done = bench.drive(OURS, &["renew", &server.url, "1", "1000"])?;
    let (first, second) = (number(&done, "first")?, number(&done, "second")?);
    Ok(vec![Figure::measured(
        ("token requests for 1,000 concurrent calls", "one"),
        "renew, without a token and after a revocation",
        Values::of([first.max(second)], ""),
        Goal::AtMost(1.0),
        format!("{first} at first, {second} after the revocation"),
    )])
}

#[cfg(test)]
mod tests {
    use super::count_after;

    #[test]
    fn reads_what_valgrind_prints() {
        let callgrind = "==1== Events    : Ir\n==1== Collected : 10924770\n";
        assert_eq!(count_after(callgrind, "Collected :"), Some(10_924_770.0));
        let dhat = "==1== Total:     1,953,945 bytes in 7,685 blocks\n==1== At t-gmax: 1 bytes in 2 blocks\n";
        assert_eq!(count_after(dhat, "bytes in"), Some(7_685.0));
        assert_eq!(count_after("nothing", "Collected :"), None);
    }
}
