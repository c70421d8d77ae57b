//! Runs a command and prints, as one line of JSON, the CPU time and memory that it and its children took.

use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [program, arguments @ ..] = &*arguments else {
        eprintln!("usage: timed <program> [argument…]");
        return ExitCode::from(2);
    };
    let started = std::time::Instant::now();
    let status = Command::new(program)
        .args(arguments)
        // Standard output is for the figures; what the command has to say goes to standard error.
        .stdout(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => {
            eprintln!("{} ended with {status}", program.to_string_lossy());
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("cannot run {}: {error}", program.to_string_lossy());
            return ExitCode::FAILURE;
        }
    }
    match used() {
        Some((cpu_ns, peak_kib)) => {
            let wall_ns = started.elapsed().as_nanos();
            println!(r#"{{"cpu_ns":{cpu_ns},"wall_ns":{wall_ns},"peak_kib":{peak_kib}}}"#);
            ExitCode::SUCCESS
        }
        None => {
            eprintln!("this system does not say what a child process took");
            ExitCode::FAILURE
        }
    }
}

#[cfg(unix)]
fn used() -> Option<(i64, i64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let cpu = usage.user_time() + usage.system_time();
    Some((cpu.num_nanoseconds(), usage.max_rss()))
}

#[cfg(not(unix))]
fn used() -> Option<(i64, i64)> {
    None
}
