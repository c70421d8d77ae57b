//! Converts a directory of documentation pages, or only reads it and parses the Markdown; and makes larger sets of
//! pages of a given one.

mod directions;
mod grow;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

type Failure = Box<dyn std::error::Error>;

const USAGE: &str = "\
Usage:
  pages convert <directory> <times>   reads and converts the pages
  pages parse <directory> <times>     reads the pages and runs pulldown-cmark over them
  pages grow <from> <to> <files>      makes a set of this many pages of another one
  pages directions                    lists the directions in which a page can be large, as JSON
  pages direction <name> <count>      converts pages with this many things in one direction

The first two print, as one line of JSON, the number of pages and the CPU time that one pass took.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments {
        ["convert", dir, times] => measure(times, || convert(Path::new(dir))),
        ["parse", dir, times] => measure(times, || parse(Path::new(dir))),
        ["grow", from, to, files] => grow(from, to, files),
        ["directions"] => directions::list(),
        ["direction", name, count] => directions::measure(name, count),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(times: &str, pass: impl Fn() -> Result<usize, Failure>) -> Result<(), Failure> {
    let times: u32 = times.parse()?;
    // The first pass brings the files into memory.
    let pages = pass()?;
    let before = cpu();
    for _ in 0..times {
        pass()?;
    }
    let cpu = cpu().saturating_sub(before) / times.max(1);
    println!(r#"{{"pages":{pages},"cpu_ns":{}}}"#, cpu.as_nanos());
    Ok(())
}

fn convert(dir: &Path) -> Result<usize, Failure> {
    let pages = docs_to_openapi::read_dir(dir)?;
    let conversion = docs_to_openapi::convert(&pages, &docs_to_openapi::Options::default())?;
    black_box(conversion);
    Ok(pages.len())
}

fn parse(dir: &Path) -> Result<usize, Failure> {
    let mut pages = 0;
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            pages += parse(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path)?;
            let options = pulldown_cmark::Options::ENABLE_TABLES;
            black_box(pulldown_cmark::Parser::new_ext(&text, options).count());
            pages += 1;
        }
    }
    Ok(pages)
}

fn grow(from: &str, to: &str, files: &str) -> Result<(), Failure> {
    let made = grow::grow(Path::new(from), Path::new(to), files.parse()?)?;
    println!(r#"{{"pages":{made}}}"#);
    Ok(())
}

fn cpu() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
