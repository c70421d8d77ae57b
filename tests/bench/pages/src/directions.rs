//! Converts pages that are large in one direction.

#[path = "../../../../crates/docs-to-openapi/tests/common/directions.rs"]
mod pages;

use std::hint::black_box;
use std::time::Duration;

use docs_to_openapi::{Options, Pages};
use nix::sys::resource::{UsageWho, getrusage};

use crate::{Failure, cpu};
use pages::DIRECTIONS;

/// Shorter measurements than this are repeated.
const LONG_ENOUGH: Duration = Duration::from_millis(100);

/// Prints the directions, each with how large it becomes.
pub(crate) fn list() -> Result<(), Failure> {
    let all: Vec<String> =
        DIRECTIONS.iter().map(|one| format!(r#"{{"name":{:?},"most":{}}}"#, one.name, one.most)).collect();
    println!("[{}]", all.join(","));
    Ok(())
}

/// Converts pages with `count` things in a direction, and prints the CPU time that each takes and the memory that is
/// needed beyond the pages.
pub(crate) fn measure(name: &str, count: &str) -> Result<(), Failure> {
    let count: usize = count.parse()?;
    let direction = DIRECTIONS.iter().find(|one| one.name == name).ok_or_else(|| format!("no direction {name:?}"))?;
    let mut pages = Pages::new();
    let mut bytes = 0;
    for (name, text) in (direction.pages)(count) {
        bytes += text.len();
        match name.ends_with(".py") {
            true => pages.insert_source(name, text),
            false => pages.insert(name, text),
        }
    }
    let memory = || Ok::<_, Failure>(getrusage(UsageWho::RUSAGE_SELF)?.max_rss());
    let (before, start, mut passes) = (memory()?, cpu(), 0_u32);
    while passes == 0 || cpu() - start < LONG_ENOUGH {
        black_box(docs_to_openapi::convert(&pages, &Options::default())?);
        passes += 1;
    }
    let cpu = (cpu() - start) / passes;
    println!(
        r#"{{"bytes":{bytes},"cpu_ns":{},"memory_kib":{}}}"#,
        cpu.as_nanos(),
        memory()?.saturating_sub(before)
    );
    Ok(())
}
