//! Spans, with the names of OpenTelemetry's conventions for HTTP clients; no query, no ids, no bodies.

use http::Method;
use tracing::field::Empty;
use tracing::{Span, debug_span, info_span};
use url::Url;

use crate::{Error, Operation, Response};

/// Makes the span of a call.
pub(super) fn call(provider: &'static str, operation: &'static Operation, method: Option<&Method>) -> Span {
    info_span!(
        "user_directory.call",
        otel.kind = "internal",
        otel.name = operation.id,
        user_directory.provider = provider,
        user_directory.operation = operation.id,
        http.request.method = method.map(Method::as_str),
        url.template = operation.path,
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        "error.type" = Empty,
    )
}

/// Makes the span of an attempt.
pub(super) fn attempt(operation: &'static Operation, method: &Method, base_url: &Url, attempt: u32) -> Span {
    let span = debug_span!(
        "user_directory.attempt",
        otel.kind = "client",
        otel.name = format_args!("{} {}", method, operation.path),
        http.request.method = method.as_str(),
        url.template = operation.path,
        server.address = base_url.host_str().unwrap_or_default(),
        server.port = base_url.port_or_known_default(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        "error.type" = Empty,
    );
    if attempt > 1 {
        span.record("http.request.resend_count", attempt - 1);
    }
    span
}

/// Records how an attempt or a call ended.
pub(super) fn end(span: &Span, result: Result<&Response, &Error>) {
    let status = match result {
        Ok(response) => Some(response.status()),
        Err(error) => error.status(),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Err(error) = result {
        match error.status().filter(|status| !status.is_success()) {
            Some(status) => span.record("error.type", status.as_str()),
            None => span.record("error.type", error.kind().as_str()),
        };
    }
}

/// Records how a call ended, and logs a failure. Runs within the span.
pub(super) fn finish(span: &Span, result: &Result<Response, Error>) {
    let attempts = match result {
        Ok(response) => response.attempts,
        Err(error) => error.attempts(),
    };
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    end(span, result.as_ref());
    if let Err(error) = result {
        tracing::warn!(%error, outcome_unknown = error.outcome_unknown(), "the call failed");
    }
}
