//! What a stretch of work cost this process.

use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};

/// The start of a stretch of work.
#[derive(Debug)]
pub struct Cost {
    cpu: Duration,
    wall: Instant,
}

impl Cost {
    /// Starts counting.
    pub fn start() -> Self {
        Self { cpu: cpu(), wall: Instant::now() }
    }

    /// Returns the CPU time, user and system, and the wall time since the start.
    pub fn end(&self) -> (Duration, Duration) {
        (cpu().saturating_sub(self.cpu), self.wall.elapsed())
    }
}

fn cpu() -> Duration {
    // Through libc: a clock read from the vDSO directly ends the program under valgrind.
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}

/// Returns the most memory that this process has had resident, in KiB, where the system tells.
pub fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
