//! What happens to a request, step by step.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use super::body::{self, Unreadable};
use super::line::Line;
use super::mount::{Mount, Target};
use super::{Shared, control, host};
use crate::context::{Call, Context, Principal};
use crate::fault::{FaultKind, ResetAt, RetryAfter, mutate};
use crate::journal;
use crate::message::{Reply, Request};
use crate::spec::{Operation, check_request, check_response};

/// What becomes of the connection when the reply is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Whole,
    /// Closed after half of the body.
    Closed,
    /// Reset after half of the body.
    Reset,
}

pub(super) async fn handle(shared: &Shared, line: Line, request: axum::extract::Request) -> Response {
    let is_head = request.method() == Method::HEAD;
    let response = respond(shared, line, request).await;
    if is_head { headless(response) } else { response }
}

/// Takes the body away, and leaves the length that it would have.
fn headless(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact().filter(|length| *length > 0) {
        let length = HeaderValue::from(length);
        parts.headers.entry(CONTENT_LENGTH).or_insert(length);
    }
    Response::from_parts(parts, Body::empty())
}

async fn respond(shared: &Shared, line: Line, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let control = path.strip_prefix("/_sandbox").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    if let Err(reply) = host::check(&parts, &shared.authority, control.is_some()) {
        return whole(reply);
    }
    if let Some(rest) = control {
        let rest = rest.to_owned();
        return whole(control::handle(shared, &rest, parts, body).await);
    }
    let Some(mount) = shared.mounts.iter().find(|mount| mount.has(path)) else {
        let prefixes: Vec<_> = shared.mounts.iter().map(|mount| mount.provider.prefix).collect();
        let message = format!("no provider is served here; paths start with {}", prefixes.join(", "));
        return whole(Reply::json(StatusCode::NOT_FOUND, &json!({ "error": message })));
    };

    let read = body::read(body, body::LIMIT).await;
    let bytes = read.clone().unwrap_or_default();
    let mut request = Request::new(parts, bytes, mount.provider.prefix.len());
    let mut target = mount.target(&request);
    let entry = enter(shared, mount, &request, target.name());
    request.set_number(entry.number());

    let fault = shared.take_fault(mount.provider.name, target.name());
    if let Some(delay) = fault.as_ref().and_then(FaultKind::delay) {
        tokio::time::sleep(delay).await;
    }
    if fault == Some(FaultKind::Reset(ResetAt::BeforeHandling)) {
        line.reset();
        return Response::new(Body::empty());
    }
    let mut reply = match (&fault, read) {
        (Some(FaultKind::Status { code, retry_after }), _) => failure(shared, mount, *code, *retry_after),
        (_, Err(Unreadable::TooLong)) => {
            let message = format!("a body has at most {} bytes", body::LIMIT);
            (mount.provider.refused)(StatusCode::PAYLOAD_TOO_LARGE, &message)
        }
        (_, Err(Unreadable::Broken)) => (mount.provider.refused)(StatusCode::BAD_REQUEST, "the body broke off"),
        (_, Ok(_)) => answer(shared, mount, &request, &mut target, fault.as_ref()),
    };
    (mount.provider.finish)(&request, &mut reply);
    let ending = spoil(mount, &target, &mut reply, fault.as_ref());
    if fault == Some(FaultKind::Reset(ResetAt::BeforeAnswer)) {
        line.reset();
        return Response::new(Body::empty());
    }
    shared.journal().answered(entry, reply.status.as_u16());
    match ending {
        Ending::Whole => whole(reply),
        Ending::Closed => half(reply, None),
        Ending::Reset => half(reply, Some(line)),
    }
}

fn enter(shared: &Shared, mount: &Mount, request: &Request, operation: Option<&'static str>) -> journal::Entry {
    let at = shared.world().time.now();
    let body = shared.recipe.journal_bodies && !request.body().is_empty();
    shared.journal().enter(journal::Kept {
        at,
        provider: mount.provider.name,
        operation,
        method: request.method().clone(),
        target: request.target_below().into(),
        body: body.then(|| String::from_utf8_lossy(request.body()).into()),
        status: None,
    })
}

/// Answers with a status that was asked for.
fn failure(shared: &Shared, mount: &Mount, code: u16, retry_after: Option<RetryAfter>) -> Reply {
    let status = FaultKind::failure(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reply = (mount.provider.refused)(status, "this failure was asked for");
    match retry_after {
        Some(RetryAfter::Seconds(seconds)) => reply.with(RETRY_AFTER, &seconds.to_string()),
        Some(RetryAfter::DateIn(seconds)) => {
            let instant = shared.world().time.now() + TimeDelta::seconds(i64::from(seconds));
            reply.with(RETRY_AFTER, &httpdate::fmt_http_date(instant.into()))
        }
        None => reply,
    }
}

/// Finds out who calls, validates, and does what is asked.
fn answer(shared: &Shared, mount: &Mount, request: &Request, target: &mut Target, fault: Option<&FaultKind>) -> Reply {
    match target {
        Target::Nothing(reply) => reply.clone(),
        Target::Extra(extra, values) => {
            let mut world = shared.world();
            let mut context =
                Context { world: &mut world, principal: &Principal::default(), base_url: &mount.base_url };
            (extra.handler)(&mut context, request, values).unwrap_or_else(|reply| reply)
        }
        Target::Operation(operation, values) => {
            let values = std::mem::take(values);
            operate(shared, mount, request, operation, values, fault).unwrap_or_else(|reply| reply)
        }
    }
}

fn operate(
    shared: &Shared,
    mount: &Mount,
    request: &Request,
    operation: &Operation,
    values: Vec<String>,
    fault: Option<&FaultKind>,
) -> Result<Reply, Reply> {
    let provider = mount.provider;
    let specification = provider.specification;
    let principal = (provider.authenticate)(operation, request, &shared.world())?;
    if operation.takes_body() && !request.body().is_empty() && !is_json(request.header(CONTENT_TYPE.as_str())) {
        let message = "the body must be application/json";
        return Err((provider.refused)(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let arguments = check_request(specification, operation, values, request.query(), request.headers(), request.body())
        .map_err(|violations| (provider.invalid)(operation, &violations))?;
    let Some(handler) = mount.handler(operation) else {
        let message = format!("the sandbox has no handler for {}", operation.id);
        return Err((provider.refused)(StatusCode::NOT_IMPLEMENTED, &message));
    };
    let call = Call { request, operation, arguments };
    let mut reply = {
        let mut world = shared.world();
        let mut context = Context { world: &mut world, principal: &principal, base_url: &mount.base_url };
        let reply = handler(&mut context, &call).unwrap_or_else(|reply| reply);
        if let Some(FaultKind::ListChanges(change)) = fault {
            (provider.disturb)(&mut world, *change);
        }
        reply
    };
    if shared.recipe.validate_responses
        && let Err(violation) = check_response(specification, operation, reply.status, &reply.body)
    {
        let message = format!(
            "the sandbox answered {} to {} against the specification: {} at {:?}",
            reply.status.as_u16(),
            operation.id,
            violation.message,
            violation.name,
        );
        reply = (provider.refused)(StatusCode::INTERNAL_SERVER_ERROR, &message);
    }
    if operation.paged && reply.status.is_success() {
        if fault == Some(&FaultKind::DuplicatePage)
            && let Some(before) = shared.page_before(provider.name, operation.index)
        {
            return Ok(before);
        }
        shared.remember_page(provider.name, operation.index, &reply);
    }
    Ok(reply)
}

/// Takes all that is called JSON, and what is not called anything.
fn is_json(content_type: Option<&str>) -> bool {
    let Some(whole) = content_type else {
        return true;
    };
    let media = whole.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let (kind, name) = media.split_once('/').unwrap_or((&media, ""));
    matches!(kind, "application" | "text") && (name == "json" || name.ends_with("+json"))
}

/// Spoils the reply as the fault says; a fault that finds nothing to spoil leaves it.
fn spoil(mount: &Mount, target: &Target, reply: &mut Reply, fault: Option<&FaultKind>) -> Ending {
    match fault {
        Some(FaultKind::TruncatedBody) => return Ending::Closed,
        Some(FaultKind::Reset(ResetAt::InBody)) => return Ending::Reset,
        Some(FaultKind::InvalidJson) => {
            let cut = reply.body.len().saturating_sub(1);
            reply.body.truncate(cut);
            if reply.body.is_empty() {
                reply.body = Bytes::from_static(b"{");
            }
        }
        Some(kind @ (FaultKind::UnknownEnumValue | FaultKind::MissingField | FaultKind::ExtraField)) => {
            let Target::Operation(operation, _) = target else {
                return Ending::Whole;
            };
            let answer = operation.answer(reply.status);
            let schema = answer.and_then(|answer| answer.schema.as_ref());
            let value = serde_json::from_slice::<Value>(&reply.body);
            if let (Some(schema), Ok(mut value)) = (schema, value)
                && mutate(mount.provider.specification.document(), schema, &mut value, kind)
                && let Ok(body) = serde_json::to_vec(&value)
            {
                reply.body = body.into();
            }
        }
        _ => {}
    }
    Ending::Whole
}

fn with_body(reply: Reply, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    for (name, value) in reply.headers {
        response.headers_mut().append(name, value);
    }
    response
}

fn whole(mut reply: Reply) -> Response {
    let body = Body::from(std::mem::take(&mut reply.body));
    with_body(reply, body)
}

/// Announces the whole body, sends half of it, and ends the connection.
fn half(reply: Reply, line: Option<Line>) -> Response {
    /// Lets the first half leave before the connection ends.
    const PAUSE: Duration = Duration::from_millis(20);

    let length = reply.body.len().max(2);
    let first = reply.body.slice(..reply.body.len() / 2);
    let rest = stream::once(async move { Ok(first) });
    let end = stream::once(async move {
        tokio::time::sleep(PAUSE).await;
        if let Some(line) = line {
            line.reset();
        }
        Err::<Bytes, _>(std::io::Error::other("ended on demand"))
    });
    let chunks = futures_util::StreamExt::chain(rest, end);
    let mut response = with_body(reply, Body::from_stream(chunks));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}
