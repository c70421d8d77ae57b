//! `/_sandbox`: faults, clock, journal, snapshots, and what happens outside of the APIs.

use std::time::Duration;

use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;
use serde::Deserialize;
use serde_json::{Value, json};

use super::body;
use super::shared::Shared;
use crate::clock::rfc3339;
use crate::message::{Outcome, Reply, Request};
use crate::provider::interface::Target;
use crate::spec::{Route, find};
use crate::world::World;

/// Size limit of a snapshot in bytes: about twice what 100,000 people need.
const SNAPSHOT_LIMIT: usize = 1024 * 1024 * 1024;

/// People that the start page shows.
const SHOWN_PEOPLE: usize = 200;

/// Returns base URL, credentials and variables of each provider.
pub(crate) fn announcement(shared: &Shared) -> Value {
    let mut world = shared.world();
    let providers = world.parts().1;
    let entries = providers.iter().map(|one| (one.about().name.to_owned(), one.announce(&shared.origin)));
    Value::Object(entries.collect())
}

pub(super) async fn handle(shared: &Shared, path: &str, parts: Parts, body: Incoming) -> Reply {
    let limit = if path == "/snapshot" { SNAPSHOT_LIMIT } else { body::LIMIT };
    match body::read(body, limit).await {
        Ok(bytes) => {
            let request = Request::new(parts, bytes, "/_sandbox".len());
            route(shared, path, &request).unwrap_or_else(|reply| reply)
        }
        Err((status, reason)) => Reply::error(status, &reason),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: f64,
}

fn route(shared: &Shared, path: &str, request: &Request) -> Outcome {
    match (request.asked(), path) {
        (&Method::GET, "" | "/") => Reply::ok(&announcement(shared)),
        (&Method::GET, "/faults") => Reply::ok(&shared.faults().list()),
        (&Method::POST, "/faults") => {
            shared
                .add_fault(request.json()?)
                .map_err(|error| Reply::error(StatusCode::BAD_REQUEST, &error.to_string()))?;
            Reply::no_content()
        }
        (&Method::DELETE, "/faults") => {
            shared.faults().clear();
            Reply::no_content()
        }
        (&Method::GET, "/clock") => clock(&shared.world()),
        (&Method::POST, "/clock") => advance(shared, &request.json()?),
        (&Method::GET, "/journal") => {
            let last = last(request.query().unwrap_or_default())?;
            let journal = shared.journal();
            let skipped = journal.requests().len().saturating_sub(last);
            let requests: Vec<_> = journal.requests().iter().skip(skipped).collect();
            Reply::ok(&json!({ "counts": journal.counts(), "requests": requests }))
        }
        (&Method::DELETE, "/journal") => {
            shared.journal().clear();
            Reply::no_content()
        }
        (&Method::GET, "/people") => {
            let world = shared.world();
            let people: Vec<_> = world.common.people.iter().take(SHOWN_PEOPLE).map(|person| &person.facts).collect();
            Reply::ok(&people)
        }
        (&Method::GET, "/snapshot") => Reply::ok(&*shared.world()),
        (&Method::PUT, "/snapshot") => {
            *shared.world() = request.json()?;
            Reply::no_content()
        }
        (&Method::POST, "/reset") => {
            shared.reset();
            Reply::no_content()
        }
        _ => provider(shared, path, request),
    }
}

/// Returns how many requests a query asks for.
fn last(query: &str) -> Result<usize, Reply> {
    if query.is_empty() {
        return Ok(usize::MAX);
    }
    let number = query.strip_prefix("last=").and_then(|number| number.parse().ok());
    number.ok_or_else(|| Reply::error(StatusCode::BAD_REQUEST, "the query can only be last=N"))
}

/// Answers a request below `/_sandbox/<p>`.
fn provider(shared: &Shared, path: &str, request: &Request) -> Outcome {
    let unknown = || Reply::error(StatusCode::NOT_FOUND, "the control API has no such path and method");
    let (name, _) = path.trim_start_matches('/').split_once('/').ok_or_else(unknown)?;
    let mount = shared.mounts.iter().find(|mount| mount.about.name == name).ok_or_else(unknown)?;
    let rest = path.get(name.len() + 1..).unwrap_or("");
    let Route::Found(index, values) = find(mount.controls.iter().copied(), request.asked(), rest) else {
        return Err(unknown());
    };
    let mut world = shared.world();
    let (common, mut providers) = world.parts();
    providers[mount.index].answer(common, &mount.base_url, request, &Target::Control(index, values))
}

fn advance(shared: &Shared, asked: &Advance) -> Outcome {
    let refuse = |reason: &str| Reply::error(StatusCode::BAD_REQUEST, &format!("advance_seconds: {reason}"));
    let by = Duration::try_from_secs_f64(asked.advance_seconds).map_err(|error| refuse(&error.to_string()))?;
    let mut world = shared.world();
    let before = world.common.time.clone();
    if !world.common.time.advance(by) {
        world.common.time = before;
        return Err(refuse("the clock ends with the year 8999"));
    }
    clock(&world)
}

fn clock(world: &World) -> Outcome {
    Reply::ok(&json!({ "now": rfc3339(world.common.time.now()) }))
}
