//! Runs the conformance suite on the directory that the environment names, a real account included.

// It is a program: what it prints is its purpose.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use user_directory::conformance::{Standard, Suite};
use user_directory::{Directory, UserId, Verb};

/// Runs the conformance suite on the directory that USER_DIRECTORY_PROVIDER and the provider's own variables name.
///
/// It makes people, changes them and removes them, and messages may really be sent: use an account for tests, and a domain
/// that you own.
#[derive(Parser)]
#[command(name = "conformance")]
struct Options {
    /// Makes addresses at this domain.
    #[arg(long)]
    domain: Option<String>,
    /// Takes this id for one that belongs to nobody.
    #[arg(long, value_name = "ID")]
    missing: Option<UserId>,
    /// Grants these two roles, which must exist.
    #[arg(long, num_args = 2, value_names = ["ONE", "OTHER"])]
    roles: Vec<String>,
    /// Grants them in this scope.
    #[arg(long)]
    scope: Option<String>,
    /// Leaves a verb out, such as reset_password; can be repeated.
    #[arg(long, value_name = "VERB")]
    without: Vec<Verb>,
    /// Runs this check; can be repeated.
    #[arg(long, value_name = "CHECK")]
    only: Vec<String>,
    /// Waits so long before each call.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    pace: u64,
    /// Gives the directory so long to show what was done.
    #[arg(long, value_name = "SECONDS")]
    settle: Option<u64>,
    /// Prints the report as JSON.
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    ExitCode::from(ended(std::env::args().skip(1)))
}

/// Does what the arguments say, and returns the exit code: 0 if the directory conforms or help was asked for, 1 if it
/// does not conform or cannot be made, 2 if the arguments are wrong.
pub(crate) fn ended(arguments: impl Iterator<Item = String>) -> u8 {
    let options = match Options::try_parse_from(std::iter::once("conformance".to_owned()).chain(arguments)) {
        Ok(options) => options,
        Err(problem) => {
            // Where it cannot be printed, the exit code is left.
            drop(problem.print());
            return u8::try_from(problem.exit_code()).unwrap_or(2);
        }
    };
    match run(options) {
        Ok(conforms) => u8::from(!conforms),
        Err(error) => {
            eprintln!("error: {error}");
            1
        }
    }
}

fn run(options: Options) -> Result<bool, Box<dyn Error>> {
    let directory = Directory::from_env()?;
    let mut fixture = options.without.into_iter().fold(Standard::new(), Standard::without);
    if let Some(domain) = options.domain {
        fixture = fixture.domain(domain);
    }
    if let Some(id) = options.missing {
        fixture = fixture.missing(id);
    }
    if let [one, other] = &options.roles[..] {
        fixture = fixture.roles(one, other);
    }
    if let Some(scope) = options.scope {
        fixture = fixture.scope(scope);
    }
    let mut suite = Suite::new().pace(Duration::from_millis(options.pace));
    if let Some(seconds) = options.settle {
        suite = suite.settle(Duration::from_secs(seconds));
    }
    if !options.only.is_empty() {
        suite = suite.only(options.only);
    }
    // Calls are made one after another: threads to share them out would only cost.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(suite.run(&directory, &fixture));
    match options.json {
        true => println!("{}", serde_json::to_string_pretty(&report)?),
        false => println!("{report}"),
    }
    Ok(report.is_ok())
}
