//! A run of the suite.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_timer::Delay;
use futures_util::FutureExt;
use futures_util::future::{Either, select};
use user_directory_core::{Directory, Verb};

use crate::context::{Context, FIXTURE};
use crate::expect::{Checked, Problem, Seen, seen};
use crate::report::{Failure, Outcome, Ran, Report};
use crate::watch::{Call, Watch};
use crate::{Check, Fixture, Suite};

/// How many calls a failure names.
const MOST_CALLS: usize = 20;

pub(crate) async fn run(suite: &Suite, directory: &Directory, fixture: &dyn Fixture) -> Report {
    let mut report = Report::new(directory);
    let checks = match suite.checks() {
        Ok(checks) => checks,
        Err(name) => {
            report.stop(failure("`Suite::only` names checks.", seen("the name of a check", name), None, &[]));
            return report;
        }
    };
    let watch = Arc::new(Watch::new(suite.pace, suite.settling(directory), suite.requests.clone()));
    let start = Instant::now();
    for check in checks {
        let (before, begun) = (watch.requests(), Instant::now());
        let mut outcome = Outcome::NotRun;
        if report.stopped().is_none() {
            let context = Context::new(directory, &watch, suite, fixture);
            let (ended, stopped) = run_one(check, &context, suite.limit.saturating_sub(start.elapsed())).await;
            outcome = ended;
            if let Some(failure) = stopped {
                report.stop(failure);
            }
        }
        report.add(Ran {
            check: check.name,
            outcome,
            milliseconds: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            requests: watch.requests().zip(before).map(|(after, before)| after.saturating_sub(before)),
        });
    }
    report
}

/// Runs one check, if the directory and the fixture allow it. Returns a failure as well if no check can follow.
async fn run_one(check: &Check, context: &Context<'_>, left: Duration) -> (Outcome, Option<Failure>) {
    if let Some(verb) = check.needs.iter().find(|verb| !context.may(**verb)) {
        let supported = context.directory.supports(*verb);
        let who = if supported { "the fixture does not allow" } else { "the directory does not support" };
        return (Outcome::Skipped { reason: format!("{who} {verb}") }, None);
    }
    context.watch.begin();
    let result = result_of(check, context, left).await;
    let calls = context.watch.calls();
    let cleaned = within(context.suite.check_limit, context.clean_up()).await;
    let cleaned = cleaned.unwrap_or_else(|| Err(seen("the fixture removes the people in time", "it had not ended")));
    let stopped = cleaned.err().map(|seen| failure(FIXTURE, seen, None, &context.watch.calls()));
    match result {
        Ok(()) => (Outcome::Passed, stopped),
        Err(Problem::Skipped(reason)) => (Outcome::Skipped { reason }, stopped),
        Err(Problem::Failed(seen)) => {
            let failure = failure(check.contract, seen, check.needs.first().copied(), &calls);
            (Outcome::Failed(Box::new(failure)), stopped)
        }
        Err(Problem::Stopped(contract, seen)) => (Outcome::NotRun, Some(failure(contract, seen, None, &calls))),
    }
}

/// Runs a check until it ends, panics or the time is over.
async fn result_of(check: &Check, context: &Context<'_>, left: Duration) -> Checked {
    let limit = left.min(context.suite.check_limit);
    // A panic of the implementation must fail its check, and not end the suite with people left behind.
    let ended = within(limit, AssertUnwindSafe((check.run)(context)).catch_unwind()).await;
    let ended = match ended {
        Some(Ok(result)) => return result,
        Some(Err(panic)) => seen("no panic", panic_message(&*panic)),
        None if limit == left => {
            let expected = format!("the end within {:?}", context.suite.limit);
            return Err(Problem::Stopped(
                "The suite ends in time.",
                seen(expected, format!("{} was running", check.name)),
            ));
        }
        None => seen(format!("an end within {limit:?}"), "it had not ended"),
    };
    if context.is_setting_up() {
        return Err(Problem::Stopped(FIXTURE, ended));
    }
    Err(Problem::Failed(Seen { verb: context.watch.calls().last().map(|call| call.verb), ..ended }))
}

fn failure(contract: &str, seen: Seen, verb: Option<Verb>, calls: &[Call]) -> Failure {
    Failure {
        contract: contract.to_owned(),
        verb: seen.verb.or(verb),
        field: seen.field,
        expected: seen.expected,
        seen: seen.seen,
        provider_text: seen.provider_text,
        calls: calls[calls.len().saturating_sub(MOST_CALLS)..].iter().map(|call| call.verb).collect(),
    }
}

/// No timer takes all that a `Duration` can be.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Waits for a future; returns `None`, and drops it, if it takes longer than the limit.
async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    match select(pin!(future), Delay::new(limit.min(LONGEST))).await {
        Either::Left((output, _)) => Some(output),
        Either::Right(_) => None,
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a panic: {}", text.unwrap_or("no message"))
}
