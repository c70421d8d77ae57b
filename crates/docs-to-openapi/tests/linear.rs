//! Pages that are large in any direction are converted, in memory that grows with them and no faster.
//!
//! No clock is asked. Where time is quadratic, this takes many minutes; what a row costs is measured by `tests/bench`.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::directions::DIRECTIONS;
use docs_to_openapi::{Options, convert};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes of memory at most, for each thing and for each byte of its text.
const LIMITS: (usize, usize) = (8_000, 20);

#[test]
fn memory_is_linear_in_every_direction() {
    for direction in DIRECTIONS {
        let files = (direction.pages)(direction.most);
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        let pages = common::of(&files);
        drop(files);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        convert(&pages, &Options::default()).unwrap();
        let (used, limit) = (MEMORY.peak_usage() - before, direction.most * LIMITS.0 + bytes * LIMITS.1);
        assert!(used < limit, "{}: {used} bytes of memory for {bytes} bytes of pages", direction.name);
    }
}
