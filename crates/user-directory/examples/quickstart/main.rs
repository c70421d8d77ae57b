//! Lists and fetches people from five providers and prints them as one table.
//!
//! Each provider is a small server of its own on loopback, started by this program, so that the
//! example needs no account and no network.

#![allow(clippy::print_stdout, reason = "a program prints its result")]

mod people;
mod servers;
mod table;

use people::Person;
use std::process::ExitCode;

const HELP: &str = "\
Lists and fetches users of five providers and prints one table.

Every provider is an in-process server on loopback; nothing leaves this machine.

Usage: cargo quickstart [--offline]

Options:
  --offline   Accepted for clarity: this program never goes online
  -h, --help  Prints this help
";

fn main() -> ExitCode {
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "-h" | "--help" => {
                print!("{HELP}");
                return ExitCode::SUCCESS;
            }
            "--offline" => {}
            other => {
                eprintln!("unknown argument `{other}`\n\n{HELP}");
                return ExitCode::from(2);
            }
        }
    }
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("cannot start the runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run()) {
        Ok(people) => {
            print!("{}", table::render(&people));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Vec<Person>, Box<dyn std::error::Error>> {
    eprintln!("starting five servers on loopback");
    let servers = servers::Servers::start().await;
    let mut people = Vec::new();
    for (name, found) in [
        ("Velo Payments", people::velo(&servers).await?),
        ("SendAuth", people::sendauth(&servers).await?),
        ("FINBOURNE", people::finbourne(&servers).await?),
        ("Open Bank Project", people::obp(&servers).await?),
        ("SaaSus", people::saasus(&servers).await?),
    ] {
        eprintln!("{name}: {} people", found.len());
        people.extend(found);
    }
    Ok(people)
}
