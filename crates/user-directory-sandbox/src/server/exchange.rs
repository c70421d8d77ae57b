//! What happens to a request, step by step.

use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use http::header::RETRY_AFTER;
use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::body;
use super::connection::Reset;
use super::mount::Mount;
use super::response::{Sent, half, reset, whole, without_body};
use super::{Shared, control, guard};
use crate::fault::{FaultKind, ResetAt, RetryAfter, mutate};
use crate::journal;
use crate::message::{Outcome, Reply, Request, ensure};
use crate::provider::interface::Target;
use crate::spec::{Operation, check_response, extend};

/// The page that shows the sandbox in a browser.
const PAGE: &str = include_str!("page.html");

/// Answers a request.
pub(super) async fn answer(shared: &Shared, connection: Reset, request: http::Request<Incoming>) -> Sent {
    let (parts, body) = request.into_parts();
    let (access, is_head) = (&shared.recipe.access, parts.method == Method::HEAD);
    let (origin, path) = (access.origin(&parts), parts.uri.path().to_owned());
    let control = path.strip_prefix("/_sandbox").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let mut sent = if let Err(refused) = access.check(&parts, control.is_some()) {
        whole(refused)
    } else if let Some(preflight) = access.preflight(&parts) {
        whole(preflight)
    } else if let Some(rest) = control {
        whole(control::handle(shared, rest, parts, body).await)
    } else if let Some(page) = page(shared, &parts) {
        whole(page)
    } else if let Some(mount) = shared.mounts.iter().find(|mount| mount.has(&path)) {
        provider(shared, mount, connection, parts, body).await
    } else {
        let prefixes: Vec<_> = shared.mounts.iter().map(|mount| mount.about.prefix).collect();
        let message = format!("no provider is served here; paths start with {}", prefixes.join(", "));
        whole(Reply::error(StatusCode::NOT_FOUND, &message))
    };
    if let Some(origin) = origin {
        guard::allow_origin(sent.headers_mut(), origin);
    }
    if is_head { without_body(sent) } else { sent }
}

/// Answers a GET of the start page, of the health check, or of a specification.
fn page(shared: &Shared, parts: &Parts) -> Option<Reply> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return None;
    }
    match parts.uri.path() {
        "/" => Some(Reply::html(PAGE)),
        "/health" => Some(Reply::json(StatusCode::OK, &json!({ "status": "ok" }))),
        path => {
            let name = path.strip_prefix('/')?.strip_suffix("/openapi.json")?;
            Some(specification(shared.mounts.iter().find(|mount| mount.about.name == name)?))
        }
    }
}

/// Returns a provider's specification, with the sandbox as its server.
fn specification(mount: &Mount) -> Reply {
    let mut document = mount.about.specification.document().clone();
    extend(&mut document, json!({ "servers": [{ "url": mount.base_url }] }));
    Reply::json(StatusCode::OK, &document)
}

/// Answers a request for a provider.
async fn provider(shared: &Shared, mount: &Mount, connection: Reset, parts: Parts, body: Incoming) -> Sent {
    let read = body::read(body, body::LIMIT).await;
    let mut request = Request::new(parts, read.clone().unwrap_or_default(), mount.about.prefix.len());
    let target = mount.target(&request);
    let entry = enter(shared, mount, &request, &target);
    request.set_number(entry);

    let fault = shared.faults().take(mount.about.name, target.name());
    if let Some(FaultKind::Delay { milliseconds }) = fault {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    if fault == Some(FaultKind::Reset(ResetAt::BeforeHandling)) {
        return reset(&connection);
    }
    let outcome = match (&fault, read) {
        (Some(FaultKind::Status { code, retry_after }), _) => Err(failure(shared, mount, *code, *retry_after)),
        (_, Err((status, reason))) => Err((mount.about.refused)(status, &reason)),
        (_, Ok(_)) => perform(shared, mount, &request, &target, fault.as_ref()),
    };
    let mut reply = outcome.unwrap_or_else(|reply| reply);
    (mount.about.finish)(&request, &mut reply);
    if let Some(fault) = &fault {
        corrupt(mount, &target, &mut reply, fault);
    }
    if fault == Some(FaultKind::Reset(ResetAt::BeforeAnswer)) {
        return reset(&connection);
    }
    shared.journal().answered(entry, reply.status.as_u16());
    match fault {
        Some(FaultKind::TruncatedBody) => half(reply, None),
        Some(FaultKind::Reset(ResetAt::InBody)) => half(reply, Some(connection)),
        _ => whole(reply),
    }
}

/// Enters a request into the journal, and returns its number.
fn enter(shared: &Shared, mount: &Mount, request: &Request, target: &Target) -> u64 {
    let at = shared.world().common.time.now();
    let body = shared.recipe.journal_bodies.then(|| request.body()).filter(|body| !body.is_empty());
    shared.journal().enter(journal::Request {
        at,
        provider: mount.about.name,
        operation: target.name().map(str::to_owned),
        method: request.method().to_string(),
        path: request.path().to_owned(),
        query: request.query().map(str::to_owned),
        body: body.map(|body| String::from_utf8_lossy(body).into_owned()),
        status: None,
    })
}

/// Answers with the status of a fault.
fn failure(shared: &Shared, mount: &Mount, code: u16, retry_after: Option<RetryAfter>) -> Reply {
    let status = FaultKind::failure(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reply = (mount.about.refused)(status, "a fault asked for this failure");
    let value = match retry_after {
        Some(RetryAfter::Seconds(seconds)) => seconds.to_string(),
        Some(RetryAfter::DateIn(seconds)) => {
            let instant = shared.world().common.time.now() + TimeDelta::seconds(i64::from(seconds));
            httpdate::fmt_http_date(instant.into())
        }
        None => return reply,
    };
    reply.with(RETRY_AFTER, &value)
}

/// Does what the request asks for, while the world is locked.
fn perform(shared: &Shared, mount: &Mount, request: &Request, target: &Target, fault: Option<&FaultKind>) -> Outcome {
    if let Target::Operation(operation, _) = target {
        check_media_type(mount, request, operation)?;
    }
    let outcome = {
        let mut world = shared.world();
        let (common, mut providers) = world.parts();
        let provider = &mut providers[mount.index];
        let outcome = provider.answer(common, &mount.base_url, request, target);
        if let Some(FaultKind::ListChanges(change)) = fault {
            provider.change_list(common, *change);
        }
        outcome
    };
    let Target::Operation(operation, _) = target else { return outcome };
    let reply = validated(shared, mount, operation, outcome?);
    if !operation.paged || !reply.status.is_success() {
        return Ok(reply);
    }
    let (mut pages, key) = (shared.pages(), (mount.about.name, operation.id()));
    match pages.get(&key) {
        Some(before) if fault == Some(&FaultKind::DuplicatePage) => return Ok(before.clone()),
        _ => pages.insert(key, reply.clone()),
    };
    Ok(reply)
}

/// Refuses a `Content-Type` that is not JSON; without one, the body is taken as JSON.
fn check_media_type(mount: &Mount, request: &Request, operation: &Operation) -> Result<(), Reply> {
    let sent = request.media_type().filter(|_| operation.takes_body() && !request.body().is_empty());
    let is_json = sent.is_none_or(|media| {
        let (kind, name) = media.split_once('/').unwrap_or((&media, ""));
        matches!(kind, "application" | "text") && (name == "json" || name.ends_with("+json"))
    });
    ensure(is_json, || (mount.about.refused)(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"))
}

/// Turns an answer that breaks the specification into a 500 that says where, if answers are validated.
fn validated(shared: &Shared, mount: &Mount, operation: &Operation, reply: Reply) -> Reply {
    if !shared.recipe.validate_responses {
        return reply;
    }
    match check_response(mount.about.specification, operation, reply.status, &reply.body) {
        Ok(()) => reply,
        Err(violation) => {
            let message = format!(
                "the sandbox answered {} to {} against the specification: {} at {:?}",
                reply.status.as_u16(),
                operation.id(),
                violation.message,
                violation.name,
            );
            (mount.about.refused)(StatusCode::INTERNAL_SERVER_ERROR, &message)
        }
    }
}

/// Corrupts the body as the fault says; if nothing fits, the body stays unchanged.
fn corrupt(mount: &Mount, target: &Target, reply: &mut Reply, fault: &FaultKind) {
    match fault {
        FaultKind::InvalidJson => {
            reply.body.truncate(reply.body.len().saturating_sub(1));
            if reply.body.is_empty() {
                reply.body = Bytes::from_static(b"{");
            }
        }
        FaultKind::UnknownEnumValue | FaultKind::MissingField | FaultKind::ExtraField => {
            let Target::Operation(operation, _) = target else { return };
            let schema = operation.answer(reply.status).and_then(|answer| answer.schema.as_ref());
            let value = serde_json::from_slice::<Value>(&reply.body);
            if let (Some(schema), Ok(mut value)) = (schema, value)
                && mutate(mount.about.specification.document(), schema.node(), &mut value, fault)
            {
                reply.body = value.to_string().into();
            }
        }
        _ => {}
    }
}
