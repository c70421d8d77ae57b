//! `/_sandbox`: faults, clock, journal, snapshots, and what happens outside of the APIs.

use std::time::Duration;

use axum::body::Body;
use http::request::Parts;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::body::{self, Unreadable};
use super::shared::Shared;
use crate::clock::rfc3339;
use crate::context::{Context, Principal};
use crate::fault::Fault;
use crate::message::{Outcome, Reply, Request};
use crate::world::World;

/// Bytes that a snapshot may have: about twice what 100,000 people need.
const SNAPSHOT_LIMIT: usize = 1024 * 1024 * 1024;

/// Returns what a client has to know of each provider.
pub(crate) fn announcement(shared: &Shared) -> Value {
    let world = shared.world();
    let mounts = shared.mounts.iter();
    let entries = mounts.map(|mount| {
        let announced = (mount.provider.announce)(&world, &mount.base_url);
        (mount.provider.name.to_owned(), announced)
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

pub(super) async fn handle(shared: &Shared, path: &str, parts: Parts, body: Body) -> Reply {
    let limit = if path == "/snapshot" { SNAPSHOT_LIMIT } else { body::LIMIT };
    match body::read(body, limit).await {
        Ok(bytes) => {
            let request = Request::new(parts, bytes, "/_sandbox".len());
            route(shared, path, &request).unwrap_or_else(|reply| reply)
        }
        Err(Unreadable::TooLong) => refuse(StatusCode::PAYLOAD_TOO_LARGE, "the body is too long"),
        Err(Unreadable::Broken) => refuse(StatusCode::BAD_REQUEST, "the body broke off"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: f64,
}

fn route(shared: &Shared, path: &str, request: &Request) -> Outcome {
    let method = request.asked();
    match (method, path) {
        (&Method::GET, "" | "/") => Reply::ok(&announcement(shared)),
        (&Method::GET, "/faults") => Reply::ok(&shared.waiting_faults()),
        (&Method::POST, "/faults") => {
            let fault: Fault = read(request)?;
            let added = shared.add_fault(fault);
            added.map_err(|error| refuse(StatusCode::BAD_REQUEST, &error.to_string()))?;
            Reply::no_content()
        }
        (&Method::DELETE, "/faults") => {
            shared.clear_faults();
            Reply::no_content()
        }
        (&Method::GET, "/clock") => clock(&shared.world()),
        (&Method::POST, "/clock") => {
            let asked: Advance = read(request)?;
            let by = Duration::try_from_secs_f64(asked.advance_seconds)
                .map_err(|error| refuse(StatusCode::BAD_REQUEST, &format!("advance_seconds: {error}")))?;
            let mut world = shared.world();
            world.time.advance(by);
            clock(&world)
        }
        (&Method::GET, "/journal") => {
            let journal = shared.journal();
            let requests: Vec<_> = journal.requests().collect();
            Reply::ok(&json!({ "counts": journal.counts(), "requests": requests }))
        }
        (&Method::DELETE, "/journal") => {
            shared.journal().clear();
            Reply::no_content()
        }
        (&Method::GET, "/snapshot") => Reply::ok(&*shared.world()),
        (&Method::PUT, "/snapshot") => {
            *shared.world() = read(request)?;
            Reply::no_content()
        }
        (&Method::POST, "/reset") => {
            shared.reset();
            Reply::no_content()
        }
        _ => of_provider(shared, path, request),
    }
}

/// Hands on what is below `/_sandbox/<p>`.
fn of_provider(shared: &Shared, path: &str, request: &Request) -> Outcome {
    let unknown = || refuse(StatusCode::NOT_FOUND, "the control API has no such path and method");
    let (name, _) = path.trim_start_matches('/').split_once('/').ok_or_else(unknown)?;
    let mut mounts = shared.mounts.iter();
    let mount = mounts.find(|mount| mount.provider.name == name).ok_or_else(unknown)?;
    let rest = path.get(name.len() + 1..).unwrap_or("");
    let (extra, values) = mount.control(request.asked(), rest).ok_or_else(unknown)?;
    let mut world = shared.world();
    let mut context = Context { world: &mut world, principal: &Principal::default(), base_url: &mount.base_url };
    (extra.handler)(&mut context, request, &values)
}

fn clock(world: &World) -> Outcome {
    Reply::ok(&json!({ "now": rfc3339(world.time.now()) }))
}

fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Reply> {
    serde_json::from_slice(request.body())
        .map_err(|error| refuse(StatusCode::BAD_REQUEST, &format!("the body does not fit: {error}")))
}

/// Answers with a failure of the control API.
pub(crate) fn refuse(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({ "error": message }))
}
