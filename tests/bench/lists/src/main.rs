//! Lists people page by page, and with eight pages fetched ahead, in turn, and prints how the two compare. The sandbox is another
//! process, so that its work is not counted.
//!
//! Usage: `lists [rounds]`

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use harness::{Cost, Failure, peak_kib};
use tokio::runtime::Builder;
use user_directory::{Directory, DirectoryConfig, ListQuery};
use user_directory_sandbox::{Fault, FaultKind, Sandbox};

const PROVIDERS: [&str; 3] = ["velo", "sendauth", "obp"];
const PAGE: u32 = 100;
const AHEAD: usize = 8;
const DELAY: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let serves = arguments.first().is_some_and(|first| first == "serve");
    // Servers answer while they read; one thread would finish all answers that are due before it reads on.
    let mut runtime = if serves { Builder::new_multi_thread() } else { Builder::new_current_thread() };
    let runtime = match runtime.enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    let done = match &*arguments {
        [serve, users, delay] if serve == "serve" => runtime.block_on(self::serve(users, delay)),
        _ => runtime.block_on(measure(arguments.first().map_or("3", String::as_str))),
    };
    done.map_or_else(|error| failed(&error), |()| ExitCode::SUCCESS)
}

fn failed(error: &Failure) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::FAILURE
}

async fn measure(rounds: &str) -> Result<(), Failure> {
    let rounds: usize = rounds.parse()?;
    let slow = Server::start(10_000, DELAY)?;
    let fast = Server::start(10_000, Duration::ZERO)?;
    for provider in PROVIDERS {
        let [mut wall, mut first, mut cpu] = [(); 3].map(|()| Vec::new());
        for _ in 0..rounds {
            let (before, after) = (slow.list(provider, 0).await?, slow.list(provider, AHEAD).await?);
            wall.push(after.wall.as_secs_f64() / before.wall.as_secs_f64());
            first.push(after.first.as_secs_f64() / before.first.as_secs_f64());
        }
        for _ in 0..rounds * 3 {
            let (before, after) = (fast.list(provider, 0).await?, fast.list(provider, AHEAD).await?);
            cpu.push(after.cpu.as_secs_f64() / before.cpu.as_secs_f64());
        }
        let [wall, first, cpu] = [wall, first, cpu].map(median);
        println!("{provider}: time {wall:.3}, first user {first:.3} (both with 50 ms), CPU {cpu:.3} (without)");
    }
    drop((slow, fast));
    let many = Server::start(100_000, Duration::ZERO)?;
    for provider in PROVIDERS {
        // The peak of this list alone, without those before it.
        std::fs::write("/proc/self/clear_refs", "5")?;
        let listed = many.list(provider, AHEAD).await?;
        println!(
            "{provider}: 100,000 users, {} KiB at most for the first 1,000, {} for all",
            listed.first_kib, listed.last_kib
        );
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What a list cost.
struct Listed {
    wall: Duration,
    first: Duration,
    cpu: Duration,
    first_kib: u64,
    last_kib: u64,
}

/// A sandbox in another process.
struct Server {
    child: Child,
    users: usize,
    directories: Vec<Directory>,
}

impl Server {
    fn start(users: usize, delay: Duration) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["serve", &users.to_string(), &delay.as_millis().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("the sandbox has no output")?).read_line(&mut line)?;
        let configs: Vec<DirectoryConfig> = serde_json::from_str(&line)?;
        let directories = configs.iter().map(Directory::from_config).collect::<Result<_, _>>()?;
        Ok(Self { child, users, directories })
    }

    async fn list(&self, provider: &str, ahead: usize) -> Result<Listed, Failure> {
        let directory =
            self.directories.iter().find(|directory| directory.provider() == provider).ok_or("no provider")?;
        // Connects and gets a token, so that neither is part of what is measured.
        directory.list_with(ListQuery::new().page_size(1)).prefetch(0).next().await;
        let (cost, began) = (Cost::start(), Instant::now());
        let mut users = directory.list_with(ListQuery::new().page_size(PAGE)).prefetch(ahead);
        let (mut count, mut first, mut first_kib) = (0, Duration::ZERO, 0);
        while let Some(user) = users.next().await {
            std::hint::black_box(user?);
            count += 1;
            if count == 1 {
                first = began.elapsed();
            }
            if count == 1000 {
                first_kib = peak_kib().unwrap_or(0);
            }
        }
        let (cpu, wall) = cost.end();
        if count < self.users {
            return Err(format!("{count} users came, not {}", self.users).into());
        }
        Ok(Listed { wall, first, cpu, first_kib, last_kib: peak_kib().unwrap_or(0) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Serves until the input ends.
async fn serve(users: &str, delay: &str) -> Result<(), Failure> {
    let sandbox = Sandbox::builder().users(users.parse()?).validate_responses(false).start().await?;
    let milliseconds = delay.parse()?;
    if milliseconds > 0 {
        sandbox.fault(Fault::new(FaultKind::Delay { milliseconds }).times(u32::MAX))?;
    }
    let (velo, sendauth, obp) =
        (sandbox.velo().credentials(), sandbox.sendauth().credentials(), sandbox.obp().credentials());
    let configs = [
        DirectoryConfig::new("velo")
            .set("base_url", sandbox.velo().base_url())
            .set("api_key", velo.key)
            .set("api_secret", velo.secret),
        DirectoryConfig::new("sendauth")
            .set("base_url", sandbox.sendauth().base_url())
            .set("username", sendauth.username)
            .set("password", sendauth.password),
        DirectoryConfig::new("obp")
            .set("base_url", sandbox.obp().base_url())
            .set("username", obp.username)
            .set("password", obp.password)
            .set("consumer_key", obp.consumer_key),
    ];
    println!("{}", serde_json::to_string(&configs)?);
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}
