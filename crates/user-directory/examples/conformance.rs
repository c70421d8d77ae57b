//! Runs the conformance suite on the directory that the environment names, a real account included.

// It is a program: what it prints is its purpose.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;

use user_directory::conformance::{self, Standard};
use user_directory::{Directory, UserId, Verb};

const HELP: &str = "\
Runs the conformance suite on the directory that USER_DIRECTORY_PROVIDER and the
provider's own variables name. It makes people, changes them and removes them, and
messages may really be sent: use an account for tests, and a domain that you own.

Usage: cargo run -p user-directory --features <provider>,conformance --example conformance -- [OPTIONS]

Options:
  --domain <DOMAIN>      Makes addresses at this domain
  --missing <ID>         Takes this id for one that nobody has
  --roles <ONE> <OTHER>  Grants these two roles, which must exist
  --scope <SCOPE>        Grants them in this scope
  --without <VERB>       Leaves a verb out, such as reset_password; can be repeated
  -h, --help             Prints this help
";

fn main() -> ExitCode {
    ExitCode::from(ended(std::env::args().skip(1)))
}

/// Does what the arguments say, and returns the exit code: 0 if the directory conforms or help was asked for, 1 if it
/// does not conform or cannot be made, 2 if the arguments are wrong.
pub(crate) fn ended(arguments: impl Iterator<Item = String>) -> u8 {
    let fixture = match fixture(arguments) {
        Ok(Some(fixture)) => fixture,
        Ok(None) => {
            print!("{HELP}");
            return 0;
        }
        Err(problem) => {
            eprintln!("error: {problem}\n\n{HELP}");
            return 2;
        }
    };
    match run(&fixture) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(error) => {
            eprintln!("error: {error}");
            1
        }
    }
}

fn fixture(mut arguments: impl Iterator<Item = String>) -> Result<Option<Standard>, String> {
    let mut fixture = Standard::new();
    while let Some(option) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{option} needs a value"));
        fixture = match option.as_str() {
            "-h" | "--help" => return Ok(None),
            "--domain" => fixture.domain(value()?),
            "--missing" => fixture.missing(UserId::new(value()?).map_err(|e| e.to_string())?),
            "--roles" => fixture.roles(value()?, value()?),
            "--scope" => fixture.scope(value()?),
            "--without" => {
                let name = value()?;
                let verb = Verb::ALL.iter().find(|verb| verb.as_str() == name);
                fixture.without(*verb.ok_or_else(|| format!("there is no verb `{name}`"))?)
            }
            _ => return Err(format!("there is no option `{option}`")),
        };
    }
    Ok(Some(fixture))
}

fn run(fixture: &Standard) -> Result<bool, Box<dyn std::error::Error>> {
    let directory = Directory::from_env()?;
    // Calls are made one after another: threads to share them out would only cost.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(conformance::run(&directory, fixture));
    println!("{report}");
    Ok(report.is_ok())
}
