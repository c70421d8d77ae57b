//! Building and running the programs of `tests/bench`.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Args;
use crate::workspace::Workspace;

/// Where things are, and how thorough to be.
pub(super) struct Bench {
    pub(super) root: PathBuf,
    pub(super) dir: PathBuf,
    pub(super) quick: bool,
    pub(super) python: String,
    pub(super) jar: Option<PathBuf>,
    pub(super) docs: Option<PathBuf>,
    pub(super) scratch: PathBuf,
    built: Mutex<HashSet<String>>,
}

impl Bench {
    pub(super) fn new(workspace: &Workspace, args: &Args) -> Result<Self> {
        let absolute = |path: &Option<PathBuf>| match path {
            Some(path) => std::path::absolute(path).map(Some),
            None => Ok(None),
        };
        let dir = workspace.path("tests/bench");
        let scratch = workspace.path("target/bench");
        std::fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
        Ok(Self {
            root: workspace.path(""),
            dir,
            quick: args.quick,
            python: args.python.clone(),
            jar: absolute(&args.openapi_generator)?,
            docs: absolute(&args.docs)?,
            scratch,
            built: Mutex::default(),
        })
    }

    /// Returns how often to repeat what is timed.
    pub(super) fn repetitions(&self) -> usize {
        if self.quick { 1 } else { 5 }
    }

    /// Returns a number of calls, or a tenth of it.
    pub(super) fn calls(&self, calls: usize) -> usize {
        if self.quick { (calls / 10).max(1) } else { calls }
    }

    /// Builds a program by itself, so that no other program's features reach its dependencies, and returns its path.
    /// A feature that it is to be built with follows its name and a slash.
    pub(super) fn program(&self, package: &str) -> Result<PathBuf> {
        self.built_in(&self.dir, "build", package)
    }

    fn built_in(&self, workspace: &Path, target: &str, package: &str) -> Result<PathBuf> {
        let executable = |name: &str| format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let kept = self.scratch.join(executable(&package.replace('/', "-")));
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if built.contains(package) {
            return Ok(kept);
        }
        let target = self.scratch.join(target);
        let (name, feature) = match package.split_once('/') {
            Some((name, feature)) => (name, Some(feature)),
            None => (package, None),
        };
        let mut cargo = self.cargo(&["build", "--release", "--quiet", "-p", name]);
        cargo.args(feature.map(|feature| format!("--features={feature}")));
        text(cargo.current_dir(workspace).env("CARGO_TARGET_DIR", &target))?;
        let program = target.join("release").join(executable(name));
        // Other programs' builds overwrite what they share; a copy stays as it is.
        std::fs::copy(&program, &kept).with_context(|| format!("cannot copy {}", program.display()))?;
        built.insert(package.to_owned());
        Ok(kept)
    }

    /// Returns a cargo command in `tests/bench`.
    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.dir).args(arguments);
        cargo
    }

    /// Starts the server.
    pub(super) fn server(&self) -> Result<Server> {
        Server::start(&self.program("bench-server")?)
    }

    /// Runs a driving program and returns the line that it prints.
    pub(super) fn drive(&self, side: &str, arguments: &[&str]) -> Result<Value> {
        json(Command::new(self.program(side)?).args(arguments))
    }

    /// Runs a command below `timed` and returns the CPU seconds of it and its children.
    pub(super) fn cpu_seconds(&self, command: &Command) -> Result<f64> {
        let mut timed = Command::new(self.program("timed")?);
        timed.arg(command.get_program()).args(command.get_args());
        if let Some(dir) = command.get_current_dir() {
            timed.current_dir(dir);
        }
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => timed.env(name, value),
                None => timed.env_remove(name),
            };
        }
        Ok(number(&json(&mut timed)?, "cpu_ns")? / 1e9)
    }
}

/// The running server; ends when dropped.
pub(super) struct Server {
    process: Child,
    pub(super) url: String,
}

impl Server {
    fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let output = process.stdout.take().context("the server has no output")?;
        let mut url = String::new();
        BufReader::new(output).read_line(&mut url)?;
        Ok(Self { process, url: url.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}

/// Runs a command and returns its standard output; fails with its standard error.
pub(super) fn text(command: &mut Command) -> Result<String> {
    Ok(both(command)?.0)
}

/// Runs a command and returns its standard output and error.
pub(super) fn both(command: &mut Command) -> Result<(String, String)> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot run {name}"))?;
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned());
    if !output.status.success() {
        let last: Vec<_> = err.lines().rev().take(5).collect();
        let last: Vec<_> = last.into_iter().rev().collect();
        bail!("{name} ended with {}: {}", output.status, last.join(" | "));
    }
    Ok((out, err))
}

/// Runs a command whose last line of output is JSON.
pub(super) fn json(command: &mut Command) -> Result<Value> {
    let text = text(command)?;
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).with_context(|| format!("`{line}` is no JSON"))
}

/// Returns a number from a program's line.
pub(super) fn number(line: &Value, name: &str) -> Result<f64> {
    line.get(name).and_then(Value::as_f64).with_context(|| format!("{line} has no number `{name}`"))
}

/// Returns whether a command can be run at all.
pub(super) fn installed(program: &str, arguments: &[&str]) -> bool {
    text(Command::new(program).args(arguments)).is_ok()
}
