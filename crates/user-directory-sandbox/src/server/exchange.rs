//! What happens to a request, step by step.

use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::request::Parts;
use http::{Method, StatusCode};
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::body::{self, Unreadable};
use super::connection::Reset;
use super::mount::Mount;
use super::response::{Sent, half, reset, whole, without_body};
use super::{Shared, control, guard};
use crate::fault::{FaultKind, ResetAt, RetryAfter, mutate};
use crate::journal::Entry;
use crate::message::{Outcome, Reply, Request};
use crate::provider::interface::Target;
use crate::spec::{Operation, check_response};

/// The page that shows the sandbox in a browser.
const PAGE: &str = include_str!("page.html");

/// Answers a request.
pub(super) async fn answer(shared: &Shared, connection: Reset, request: http::Request<Incoming>) -> Sent {
    let (parts, body) = request.into_parts();
    let is_head = parts.method == Method::HEAD;
    let sent = if let Some(mount) = shared.mounts.iter().find(|mount| mount.has(parts.uri.path())) {
        provider(shared, mount, connection, parts, body).await
    } else {
        whole(own(shared, parts, body).await.unwrap_or_else(|reply| reply))
    };
    if is_head { without_body(sent) } else { sent }
}

/// Answers a request for the sandbox itself.
async fn own(shared: &Shared, parts: Parts, body: Incoming) -> Outcome {
    let access = &shared.recipe.access;
    let path = parts.uri.path().to_owned();
    let control = path.strip_prefix("/_sandbox").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    access.check(&parts, control.is_some())?;
    let origin = access.origin(&parts);
    let reply = if let Some(preflight) = access.preflight(&parts) {
        preflight
    } else if let Some(rest) = control {
        control::handle(shared, rest, parts, body).await
    } else if matches!(parts.method, Method::GET | Method::HEAD) {
        page(shared, &path)
    } else {
        nothing_here(shared)
    };
    Ok(match origin {
        Some(origin) => guard::allow_origin(reply, &origin),
        None => reply,
    })
}

/// Answers what is neither a provider nor the control API.
fn page(shared: &Shared, path: &str) -> Reply {
    if path == "/health" {
        return Reply::json(StatusCode::OK, &json!({ "status": "ok" }));
    }
    if path == "/" {
        return Reply::html(PAGE);
    }
    let named = path.strip_suffix("/openapi.json").and_then(|rest| rest.strip_prefix('/'));
    match named.and_then(|name| shared.mounts.iter().find(|mount| mount.about.name == name)) {
        Some(mount) => specification(mount),
        None => nothing_here(shared),
    }
}

/// Returns a provider's specification, with the sandbox as its server.
fn specification(mount: &Mount) -> Reply {
    let mut document = mount.about.specification.document().clone();
    if let Value::Object(fields) = &mut document {
        fields.insert("servers".to_owned(), json!([{ "url": mount.base_url }]));
    }
    Reply::json(StatusCode::OK, &document)
}

fn nothing_here(shared: &Shared) -> Reply {
    let prefixes: Vec<_> = shared.mounts.iter().map(|mount| mount.about.prefix).collect();
    let message = format!("no provider is served here; paths start with {}", prefixes.join(", "));
    Reply::error(StatusCode::NOT_FOUND, &message)
}

/// Answers a request for a provider.
async fn provider(shared: &Shared, mount: &Mount, connection: Reset, parts: Parts, body: Incoming) -> Sent {
    let access = &shared.recipe.access;
    if is_specification(mount, &parts) {
        return whole(access.check(&parts, false).map_or_else(|refused| refused, |()| specification(mount)));
    }
    if let Err(refused) = access.check(&parts, false) {
        return whole(refused);
    }
    let origin = access.origin(&parts);
    if let (Some(preflight), Some(origin)) = (access.preflight(&parts), &origin) {
        return whole(guard::allow_origin(preflight, origin));
    }

    let read = body::read(body, body::LIMIT).await;
    let mut request = Request::new(parts, read.clone().unwrap_or_default(), mount.about.prefix.len());
    let target = mount.target(&request);
    let entry = enter(shared, mount, &request, &target);
    request.set_number(entry.number());

    let fault = shared.faults().take(mount.about.name, target.name());
    if let Some(FaultKind::Delay { milliseconds }) = fault {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    if fault == Some(FaultKind::Reset(ResetAt::BeforeHandling)) {
        return reset(&connection);
    }
    let outcome = match (&fault, read) {
        (Some(FaultKind::Status { code, retry_after }), _) => Err(failure(shared, mount, *code, *retry_after)),
        (_, Err(unreadable)) => Err(unread(mount, unreadable)),
        (_, Ok(_)) => perform(shared, mount, &request, &target, fault.as_ref()),
    };
    let mut reply = outcome.unwrap_or_else(|reply| reply);
    (mount.about.finish)(&request, &mut reply);
    if let Some(fault) = &fault {
        spoil(mount, &target, &mut reply, fault);
    }
    if fault == Some(FaultKind::Reset(ResetAt::BeforeAnswer)) {
        return reset(&connection);
    }
    shared.journal().answered(entry, reply.status.as_u16());
    if let Some(origin) = &origin {
        reply = guard::allow_origin(reply, origin);
    }
    match fault {
        Some(FaultKind::TruncatedBody) => half(reply, None),
        Some(FaultKind::Reset(ResetAt::InBody)) => half(reply, Some(connection)),
        _ => whole(reply),
    }
}

/// Returns whether a request is for the specification of a provider whose name is its prefix.
fn is_specification(mount: &Mount, parts: &Parts) -> bool {
    let named = parts.uri.path().strip_suffix("/openapi.json") == Some(mount.about.prefix);
    named && matches!(parts.method, Method::GET | Method::HEAD)
}

/// Enters a request into the journal.
fn enter(shared: &Shared, mount: &Mount, request: &Request, target: &Target) -> Entry {
    let at = shared.world().common.time.now();
    let body = shared.recipe.journal_bodies.then(|| request.body()).filter(|body| !body.is_empty());
    let body = body.map(|body| String::from_utf8_lossy(body).into_owned());
    shared.journal().enter(at, mount.about.name, target.name(), request, body)
}

/// Answers with a status that was asked for.
fn failure(shared: &Shared, mount: &Mount, code: u16, retry_after: Option<RetryAfter>) -> Reply {
    let status = FaultKind::failure(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reply = (mount.about.refused)(status, "this failure was asked for");
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

fn unread(mount: &Mount, unreadable: Unreadable) -> Reply {
    let refused = mount.about.refused;
    match unreadable {
        Unreadable::TooLong => {
            refused(StatusCode::PAYLOAD_TOO_LARGE, &format!("a body has at most {} bytes", body::LIMIT))
        }
        Unreadable::Broken => refused(StatusCode::BAD_REQUEST, "the body broke off"),
    }
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
    let reply = outcome?;
    Ok(repeat_page(shared, mount, operation, validated(shared, mount, operation, reply), fault))
}

/// Takes everything that is called JSON, and what has no name.
fn check_media_type(mount: &Mount, request: &Request, operation: &Operation) -> Result<(), Reply> {
    let Some(media) = request.header(CONTENT_TYPE.as_str()) else { return Ok(()) };
    if !operation.takes_body() || request.body().is_empty() {
        return Ok(());
    }
    let media = media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let (kind, name) = media.split_once('/').unwrap_or((&media, ""));
    if matches!(kind, "application" | "text") && (name == "json" || name.ends_with("+json")) {
        return Ok(());
    }
    Err((mount.about.refused)(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the body must be application/json"))
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

/// Answers with the page before, if the fault asks for it.
fn repeat_page(
    shared: &Shared,
    mount: &Mount,
    operation: &Operation,
    reply: Reply,
    fault: Option<&FaultKind>,
) -> Reply {
    if !operation.paged || !reply.status.is_success() {
        return reply;
    }
    match shared.remember_page(mount.about.name, operation.id(), &reply) {
        Some(before) if fault == Some(&FaultKind::DuplicatePage) => {
            shared.remember_page(mount.about.name, operation.id(), &before);
            before
        }
        _ => reply,
    }
}

/// Spoils the body as the fault says; a fault that finds nothing to spoil leaves it.
fn spoil(mount: &Mount, target: &Target, reply: &mut Reply, fault: &FaultKind) {
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
                && mutate(mount.about.specification.document(), schema, &mut value, fault)
            {
                reply.body = value.to_string().into();
            }
        }
        _ => {}
    }
}
