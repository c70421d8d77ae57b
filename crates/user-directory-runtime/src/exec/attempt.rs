//! One attempt: hooks, limits, authentication, sending, reading.

use std::pin::pin;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use tracing::Instrument;

use super::call::Call;
use super::span;
use crate::auth::Authenticate;
use crate::body::{Body, read};
use crate::error::MAX_ERROR_BODY;
use crate::retry::retry_after;
use crate::tls::{self, TlsFailure};
use crate::{AttemptOutcome, Error, ErrorKind, Operation, RequestHead, Response};

/// A failed attempt.
pub(super) struct Failure<'a> {
    pub(super) error: Error,
    pub(super) repeat: Repeat,
    /// What was sent, if the request was authenticated by a scheme whose credentials expire.
    pub(super) sent: Option<Sent<'a>>,
}

/// A request that a scheme authenticated.
pub(super) struct Sent<'a> {
    pub(super) scheme: &'a dyn Authenticate,
    pub(super) headers: Box<HeaderMap>,
}

/// What a failure says about sending the request again.
#[derive(Clone, Copy)]
pub(super) enum Repeat {
    /// The next attempt would fail the same way.
    Never,
    /// The request did not reach the server.
    Unsent,
    /// The server may have carried out the request.
    Ambiguous,
    /// The server answered with this status.
    Answered(StatusCode),
}

impl Failure<'_> {
    fn new(error: Error, repeat: Repeat) -> Self {
        Self { error, repeat, sent: None }
    }
}

impl Call<'_> {
    pub(super) async fn attempt(&self, slot: &mut Option<reqwest::Request>) -> Result<Response, Failure<'_>> {
        let shared = self.shared;
        let last = |error| Failure::new(error, Repeat::Never);
        let Some(request) = slot.as_mut() else {
            return Err(last(self.used_up()));
        };
        self.prepare(request).map_err(last)?;
        let scheme = self.scheme(request.headers()).map_err(last)?;
        self.intercept(request);
        let mut sent = None;
        if let Some(scheme) = scheme {
            self.in_time(scheme.authenticate(request, &self.auth_context()))
                .await
                .map_err(last)?
                .map_err(|source| last(self.auth_error(source)))?;
            self.check_url(request).map_err(last)?;
            if scheme.expires() {
                let headers = Box::new(request.headers().clone());
                sent = Some(Sent { scheme, headers });
            }
        }
        let _permit =
            if shared.limits.are_none() { None } else { self.in_time(shared.limits.admit()).await.map_err(last)? };

        let number = self.progress.sending();
        let Some((span, answer)) = self.send(slot, number) else {
            return Err(last(self.used_up()));
        };
        let started = Instant::now();
        let own = started.checked_add(self.attempt_timeout());
        let deadline = own.map_or(self.deadline, |own| own.min(self.deadline));
        // Pinned where it is: what wraps it would move it, and it is large.
        let exchange = pin!(self.exchange(answer));
        let exchange = tokio::time::timeout_at(deadline, exchange);
        let outcome = match exchange.instrument(span.clone()).await {
            Ok(outcome) => outcome,
            Err(_) if deadline == self.deadline => Err(Failure::new(self.too_late(), Repeat::Ambiguous)),
            Err(_) => {
                let timeout = self.attempt_timeout();
                let error = Error::new(ErrorKind::Timeout, self.operation)
                    .with_detail(format!("the attempt took longer than {timeout:?}"));
                Err(Failure::new(error, Repeat::Ambiguous))
            }
        };
        let result = match outcome {
            Ok(response) => Ok(Response { attempts: number, ..response }),
            Err(Failure { error, repeat, .. }) => {
                let unknown = !self.operation.safe && outcome_unknown(repeat);
                self.progress.ended(unknown);
                let error = error.with_attempts(number).with_outcome_unknown(unknown);
                Err(Failure { error, repeat, sent })
            }
        };
        let result_ref = result.as_ref().map_err(|failure| &failure.error);
        span::end(&span, result_ref);
        self.report(number, started, result_ref);
        result
    }

    fn attempt_timeout(&self) -> Duration {
        let own = self.options.attempt_timeout;
        own.unwrap_or(self.shared.attempt_timeout)
    }

    /// Hands the request over, within the span of the attempt.
    fn send(
        &self,
        slot: &mut Option<reqwest::Request>,
        number: u32,
    ) -> Option<(tracing::Span, impl Future<Output = Result<reqwest::Response, reqwest::Error>> + use<>)> {
        let request = slot.take()?;
        let base_url = &self.shared.base_url;
        let span = span::attempt(self.operation, request.method(), base_url, number);
        let answer = span.in_scope(|| self.http.execute(request));
        Some((span, answer))
    }

    fn intercept(&self, request: &mut reqwest::Request) {
        if self.shared.interceptors.is_empty() {
            return;
        }
        let (method, url) = (request.method().clone(), request.url().clone());
        for interceptor in &self.shared.interceptors {
            interceptor.before_attempt(&mut RequestHead {
                operation: self.operation,
                attempt: self.progress.attempts().saturating_add(1),
                method: &method,
                url: &url,
                headers: request.headers_mut(),
            });
        }
    }

    fn report(&self, attempt: u32, started: Instant, result: Result<&Response, &Error>) {
        if self.shared.interceptors.is_empty() {
            return;
        }
        let outcome = AttemptOutcome {
            operation: self.operation,
            attempt,
            duration: started.elapsed(),
            status: result.map_or_else(Error::status, |response| Some(response.status())),
            headers: match result {
                Ok(response) => Some(response.headers()),
                Err(error) => error.status().is_some().then(|| error.headers()),
            },
            error: result.err().map(Error::kind),
        };
        for interceptor in &self.shared.interceptors {
            interceptor.after_attempt(&outcome);
        }
    }

    /// Waits for the answer and reads it to its end.
    async fn exchange(
        &self,
        answer: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
    ) -> Result<Response, Failure<'static>> {
        let operation = self.operation;
        let mut answer = answer.await.map_err(|source| broken(operation, source))?;
        let status = answer.status();
        if status.is_success() || operation.success.contains(&status.as_str()) {
            let limit = self.shared.max_response_body;
            let body = read(&mut answer, limit).await;
            let headers = std::mem::take(answer.headers_mut());
            let request_ids = self.request_ids;
            return match body {
                Ok(Body::Whole(body)) => Ok(Response { operation, status, request_ids, headers, body, attempts: 0 }),
                Ok(Body::Start(_)) => {
                    let error = Error::new(ErrorKind::Policy, operation)
                        .with_head(status, headers, request_ids)
                        .with_detail(format!("the answer is longer than {limit} bytes"));
                    Err(Failure::new(error, Repeat::Never))
                }
                Err(source) => {
                    let Failure { error, repeat, .. } = broken(operation, source);
                    Err(Failure::new(error.with_head(status, headers, request_ids), repeat))
                }
            };
        }
        // The status counts for more than a body that breaks off.
        let (body, truncated) = match read(&mut answer, MAX_ERROR_BODY).await {
            Ok(Body::Whole(body)) => (body, false),
            Ok(Body::Start(body)) => (body, true),
            Err(_) => (bytes::Bytes::new(), true),
        };
        let headers = std::mem::take(answer.headers_mut());
        let request_ids = self.request_ids;
        let retry_after = retry_after(&headers, self.shared.clock.now());
        let error = Error::new(ErrorKind::Api, operation)
            .with_head(status, headers, request_ids)
            .with_body(&body, truncated)
            .with_retry_after(retry_after);
        Err(Failure::new(error, Repeat::Answered(status)))
    }
}

/// Classifies a request that got no whole answer.
fn broken(operation: &Operation, source: reqwest::Error) -> Failure<'static> {
    let tls = tls::failure(&source);
    let (kind, repeat) = match () {
        () if source.is_builder() => (ErrorKind::Request, Repeat::Never),
        () if tls.is_some() => (ErrorKind::Tls, Repeat::Never),
        () if source.is_connect() => (ErrorKind::Connect, Repeat::Unsent),
        () if source.is_timeout() => (ErrorKind::Timeout, Repeat::Ambiguous),
        () => (ErrorKind::Transport, Repeat::Ambiguous),
    };
    let error = Error::new(kind, operation).with_source(source.without_url());
    let error = match tls {
        Some(TlsFailure::NotBuilt) => error.with_detail(tls::NO_TLS),
        Some(TlsFailure::Handshake) => error.with_detail("the TLS handshake failed"),
        None => error,
    };
    Failure::new(error, repeat)
}

/// Returns whether the server may have carried out a request that is not safe.
fn outcome_unknown(repeat: Repeat) -> bool {
    match repeat {
        Repeat::Never | Repeat::Unsent => false,
        Repeat::Ambiguous => true,
        // A gateway lost the server's answer.
        Repeat::Answered(status) => matches!(status.as_u16(), 502 | 504),
    }
}
