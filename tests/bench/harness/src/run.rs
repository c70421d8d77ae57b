//! The command line of a driving program, and its scenarios.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::cost::{Cost, peak_kib};
use crate::{Failure, Subject};

const USAGE: &str = "\
Makes calls to the benchmark server and prints what they cost as one line of JSON.

Usage: <program> <scenario> <server URL> [calls] [callers] [threads]

`threads` are those of the runtime, 0 being one for each processor; left out, a single caller gets 1 and many get 0.

Scenarios:
  get-user     fetches one SendAuth user, `calls` times, by `callers` at a time
  get-account  fetches one FINBOURNE user with roles, likewise
  list         lists 10,000 SendAuth users in one response, `calls` times
  stream       goes through 1,000,000 SendAuth users page by page
  renew        makes `callers` calls at once that need a token, and again when it is revoked
";

/// Runs the program.
pub fn main<S: Subject>() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, url, numbers @ ..] = &*arguments else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    let number = |at: usize, otherwise: usize| match numbers.get(at) {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is no number")),
        None => Ok(otherwise),
    };
    let done = number(0, 1).and_then(|calls| {
        let callers = number(1, 1)?.max(1);
        let threads = number(2, if callers == 1 { 1 } else { 0 })?;
        run::<S>(scenario, url, calls, callers, threads).map_err(|error| error.to_string())
    });
    match done {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run<S: Subject>(scenario: &str, url: &str, calls: usize, callers: usize, threads: usize) -> Result<String, Failure> {
    // One caller is best served by one thread; many are what the other runtime is for.
    let mut builder = match threads {
        1 => tokio::runtime::Builder::new_current_thread(),
        _ => tokio::runtime::Builder::new_multi_thread(),
    };
    if threads > 1 {
        builder.worker_threads(threads);
    }
    let runtime = builder.enable_all().build()?;
    runtime.block_on(async {
        match scenario {
            "get-user" => {
                let call = |client: Arc<S>| async move { client.get_user().await };
                calls_of::<S, _, _>(url, calls, callers, call).await
            }
            "get-account" => {
                let call = |client: Arc<S>| async move { client.get_account().await };
                calls_of::<S, _, _>(url, calls, callers, call).await
            }
            "list" => list::<S>(url, calls).await,
            "stream" => stream::<S>(url).await,
            "renew" => {
                let (first, second) = S::renew(url, callers).await?;
                Ok(format!(r#"{{"first":{first},"second":{second}}}"#))
            }
            other => Err(format!("no scenario is named `{other}`\n\n{USAGE}").into()),
        }
    })
}

async fn calls_of<S, F, R>(url: &str, calls: usize, callers: usize, call: F) -> Result<String, Failure>
where
    S: Subject,
    F: Fn(Arc<S>) -> R + Clone + Send + 'static,
    R: Future<Output = Result<(), Failure>> + Send + 'static,
{
    // Shared, so that no call pays for a clone of whatever a client is made of.
    let client = Arc::new(S::connect(url)?);
    // Connects, so that connecting is not part of what is measured.
    callers_at_once(&client, callers, callers, &call).await?;
    let cost = Cost::start();
    if callers == 1 {
        for _ in 0..calls {
            call(Arc::clone(&client)).await?;
        }
    } else {
        callers_at_once(&client, calls, callers, &call).await?;
    }
    let (cpu, wall) = cost.end();
    Ok(format!(
        r#"{{"calls":{calls},"cpu_ns":{},"wall_ns":{},"peak_kib":{}}}"#,
        cpu.as_nanos(),
        wall.as_nanos(),
        peak_kib().unwrap_or(0),
    ))
}

async fn callers_at_once<S, F, R>(client: &Arc<S>, calls: usize, callers: usize, call: &F) -> Result<(), Failure>
where
    S: Subject,
    F: Fn(Arc<S>) -> R + Clone + Send + 'static,
    R: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let left = Arc::new(AtomicUsize::new(calls));
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let (client, call, left) = (Arc::clone(client), call.clone(), Arc::clone(&left));
            tokio::spawn(async move {
                let take = |left: usize| left.checked_sub(1);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                    call(Arc::clone(&client)).await?;
                }
                Ok::<(), Failure>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

async fn list<S: Subject>(url: &str, calls: usize) -> Result<String, Failure> {
    let client = S::connect(url)?;
    client.get_user().await?;
    let before = peak_kib().unwrap_or(0);
    let cost = Cost::start();
    for _ in 0..calls {
        let users = client.list().await?;
        if users != 10_000 {
            return Err(format!("{users} users came, not 10,000").into());
        }
    }
    let (cpu, wall) = cost.end();
    Ok(format!(
        r#"{{"calls":{calls},"cpu_ns":{},"wall_ns":{},"before_kib":{before},"peak_kib":{}}}"#,
        cpu.as_nanos(),
        wall.as_nanos(),
        peak_kib().unwrap_or(0),
    ))
}

async fn stream<S: Subject>(url: &str) -> Result<String, Failure> {
    let client = S::connect(url)?;
    let first = AtomicU64::new(0);
    let cost = Cost::start();
    let users = client.stream(|| first.store(peak_kib().unwrap_or(0), Ordering::Relaxed)).await?;
    if users != 1_000_000 {
        return Err(format!("{users} users came, not 1,000,000").into());
    }
    let (cpu, wall) = cost.end();
    Ok(format!(
        r#"{{"users":{users},"cpu_ns":{},"wall_ns":{},"first_kib":{},"peak_kib":{}}}"#,
        cpu.as_nanos(),
        wall.as_nanos(),
        first.load(Ordering::Relaxed),
        peak_kib().unwrap_or(0),
    ))
}
