//! Measures how many requests a sandbox answers in a second, beside a bare axum route that sends the same bytes.
//!
//! Each server is a process of its own; they take turns under the same load. `again` is one request over and over, as
//! somebody sends it who polls: the sandbox keeps its answer until something changes. `anew` is one for which it has to
//! make an answer every time, because each is spelled differently.
//!
//! Prints a line of JSON for each call and way: the ratios of the rates in each round, and those of the CPU time that the
//! servers took, where the system tells.

mod http;
mod load;
mod probes;
mod servers;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use load::{Load, load};
use probes::{Probe, probes};
use servers::{Bare, Sandbox};

type Failure = Box<dyn Error + Send + Sync>;

const USAGE: &str = "\
Compares the sandbox with a bare axum route, by requests per second.

Usage: rate <sandbox program> <bare program> [rounds] [milliseconds of a round] [what to measure: 'SendAuth get anew']
";

/// Spellings of a request: so many that the sandbox has forgotten one before it comes again.
const SPELLINGS: usize = 2048;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sandbox, bare, more @ ..] = &*arguments else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(Path::new(sandbox), Path::new(bare), more) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(sandbox: &Path, bare: &Path, more: &[String]) -> Result<(), Failure> {
    let number = |at: usize, otherwise: u64| more.get(at).map_or(Ok(otherwise), |n| n.parse());
    let (rounds, milliseconds) = (number(0, 5)?, number(1, 1000)?);
    let wanted = more.get(2).map_or("", String::as_str);
    let sandbox = Sandbox::start(sandbox)?;
    for probe in probes(&sandbox)? {
        let ways = ["again", "anew"];
        let ways = ways.map(|way| (way, format!("{} {way}", probe.name).contains(wanted)));
        if ways.iter().all(|(_, wanted)| !wanted) {
            continue;
        }
        let address = sandbox.address;
        let again = [probe.bytes(address, 0)?];
        let spelled = (1..=SPELLINGS).map(|spelling| probe.bytes(address, spelling));
        let anew = spelled.collect::<Result<Vec<_>, _>>()?;
        let answer = http::once(address, &again[0])?;
        let bare = Bare::start(bare, &probe, &answer.whole)?;
        for ((way, wanted), requests) in ways.into_iter().zip([&again[..], &anew]) {
            if !wanted {
                continue;
            }
            let mut both = [Vec::new(), Vec::new()];
            for _ in 0..rounds {
                let theirs = load(bare.address, bare.id(), &again, milliseconds)?;
                let ours = load(address, sandbox.id(), requests, milliseconds)?;
                both[0].push(theirs);
                both[1].push(ours);
            }
            println!("{}", line(&probe, way, answer.body.len(), &both));
        }
    }
    Ok(())
}

fn line(probe: &Probe, way: &str, bytes: usize, [bare, ours]: &[Vec<Load>; 2]) -> String {
    let ratios = |of: fn(&Load) -> Option<f64>| -> Vec<f64> {
        let pairs = bare.iter().zip(ours);
        let ratios = pairs.map(|(bare, ours)| Some(of(ours)? / of(bare)?));
        ratios.collect::<Option<_>>().unwrap_or_default()
    };
    serde_json::json!({
        "call": probe.name,
        "way": way,
        "bytes": bytes,
        "rates": ratios(|load| Some(load.rate)),
        // Requests for each second of the server's CPU time, whatever the load costs beside it.
        "cpu": ratios(|load| load.server_cpu.map(|cpu| 1.0 / cpu)),
        "bare_per_second": middle(bare.iter().map(|load| load.rate)),
        "bare_cpu_us": middle(bare.iter().filter_map(|load| load.server_cpu)).map(|cpu| cpu * 1e6),
    })
    .to_string()
}

fn middle(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
