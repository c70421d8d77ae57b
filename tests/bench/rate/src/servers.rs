//! The servers under test, each a process that ends when it is dropped.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::Failure;
use crate::probes::Probe;

/// A sandbox with 25 people.
pub(crate) struct Sandbox {
    process: Process,
    pub(crate) address: SocketAddr,
    /// What it says at the start: base URLs and credentials.
    pub(crate) known: Value,
}

/// A bare route.
pub(crate) struct Bare {
    process: Process,
    pub(crate) address: SocketAddr,
}

struct Process(Child);

impl Sandbox {
    pub(crate) fn start(program: &Path) -> Result<Self, Failure> {
        let (process, line) = Process::start(Command::new(program).stderr(Stdio::null()), &[])?;
        let known: Value = serde_json::from_str(&line)?;
        let url = known["sendauth"]["base_url"].as_str();
        let authority = url.and_then(|url| url.strip_prefix("http://")?.split('/').next());
        let address = authority.ok_or("the sandbox does not say where it is")?;
        Ok(Self { process, address: address.parse()?, known })
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.0.id()
    }
}

impl Bare {
    /// Starts a route that gives this answer to the probe.
    pub(crate) fn start(program: &Path, probe: &Probe, answer: &[u8]) -> Result<Self, Failure> {
        let (process, line) = Process::start(Command::new(program).arg(probe.path()), answer)?;
        Ok(Self { process, address: line.trim().parse()? })
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.0.id()
    }
}

impl Process {
    /// Starts a program that prints a line when it is ready.
    fn start(command: &mut Command, input: &[u8]) -> Result<(Self, String), Failure> {
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let program = command.get_program().to_string_lossy();
        let mut process = Self(child.map_err(|error| format!("cannot run {program}: {error}"))?);
        if let Some(to) = &mut process.0.stdin {
            to.write_all(input)?;
        }
        let output = process.0.stdout.take().ok_or("there is no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok((process, line))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Returns the seconds of CPU time that a process has taken, all its threads together, where the system tells.
pub(crate) fn cpu(process: u32) -> Option<f64> {
    let mut sum = 0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let statistics = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        sum += statistics.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(std::time::Duration::from_nanos(sum).as_secs_f64())
}
