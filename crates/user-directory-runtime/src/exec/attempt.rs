//! One attempt: hooks, authentication, limits, sending, reading.

use std::pin::pin;
use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderValue};
use tokio::sync::SemaphorePermit;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use super::failure::{Failure, Used};
use super::{guard, span};
use crate::auth::{AuthContext, AuthError, Authenticate};
use crate::body::{Body, add_length, read};
use crate::client::Shared;
use crate::error::MAX_ERROR_BODY;
use crate::retry::retry_after;
use crate::{AttemptOutcome, CallOptions, Error, ErrorKind, Operation, RequestHead, Response, tls};

/// What the attempts of a call have in common.
pub(super) struct Call<'a> {
    pub(super) shared: &'a Shared,
    pub(super) options: &'a CallOptions,
    pub(super) http: &'a reqwest::Client,
    pub(super) operation: &'static Operation,
    /// Takes a success whose body is not to be read here.
    pub(super) unread: Option<&'a OnceLock<reqwest::Response>>,
    pub(super) began: Instant,
    /// When the whole call must be over.
    pub(super) deadline: Instant,
}

impl<'a> Call<'a> {
    /// Sends the request once, as attempt `number`.
    pub(super) async fn attempt(&self, mut request: reqwest::Request, number: u32) -> Result<Response, Failure<'a>> {
        let (used, _permit) = self.prepare(&mut request, number).await.map_err(Failure::unsent)?;
        let span = span::attempt(self.operation, request.method(), &self.shared.base_url, number);
        let started = Instant::now();
        let limit = self.options.attempt_limit();
        let deadline = started.checked_add(limit).map_or(self.deadline, |own| own.min(self.deadline));
        let answer = span.in_scope(|| self.http.execute(request));
        // Pinned where it is: what wraps it would move it, and it is large.
        let exchange = pin!(self.exchange(answer, number));
        let result = match timeout_at(deadline, exchange).instrument(span.clone()).await {
            Ok(result) => result,
            Err(_) if deadline == self.deadline => Err(self.too_late()),
            Err(_) => Err(Error::new(ErrorKind::Timeout, self.operation)
                .with_detail(format!("the attempt took longer than {limit:?}"))),
        };
        span::end(&span, result.as_ref());
        self.report(number, started, result.as_ref());
        result.map_err(|error| Failure { error, sent: true, used })
    }

    /// Makes the request final, and waits until it may be sent.
    async fn prepare(
        &self,
        request: &mut reqwest::Request,
        number: u32,
    ) -> Result<(Option<Used<'a>>, Option<SemaphorePermit<'a>>), Error> {
        self.add_headers(request.headers_mut())?;
        add_length(request);
        self.check_url(request)?;
        let scheme = self.scheme(request.headers())?;
        self.intercept(request, number);
        let mut used = None;
        if let Some(scheme) = scheme {
            let authenticated = self.in_time(scheme.authenticate(request, &self.auth_context())).await?;
            authenticated.map_err(|source| self.auth_error(source))?;
            self.check_url(request)?;
            used = scheme.expires().then(|| Used { scheme, headers: Box::new(request.headers().clone()) });
        }
        let permit = self.in_time(self.shared.settings.limits.admit()).await?;
        Ok((used, permit))
    }

    /// Waits for something other than an answer, as long as the whole call may take.
    pub(super) async fn in_time<F: Future>(&self, what: F) -> Result<F::Output, Error> {
        timeout_at(self.deadline, what).await.map_err(|_| self.too_late())
    }

    fn too_late(&self) -> Error {
        let limit = self.options.total_limit();
        Error::new(ErrorKind::Timeout, self.operation).with_detail(format!("the whole call took longer than {limit:?}"))
    }

    /// Adds the headers that the request does not have.
    fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        if let Some(mistake) = self.options.mistake() {
            return Err(Error::invalid_request(self.operation, mistake));
        }
        // The generator asks for JSON only where a success has it; errors are JSON, too.
        if let (Some(accept), false) = (self.operation.accept, headers.contains_key(&ACCEPT))
            && let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes()))
        {
            headers.insert(ACCEPT, value);
        }
        for (name, value) in &self.shared.settings.headers {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        for (name, value) in &self.options.headers {
            headers.insert(name.clone(), value.clone());
        }
        if let Some(value) = headers.get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
        }
        Ok(())
    }

    /// Returns the scheme to authenticate with, if there is to be any.
    fn scheme(&self, headers: &HeaderMap) -> Result<Option<&'a dyn Authenticate>, Error> {
        if headers.contains_key(&AUTHORIZATION) || !self.operation.takes_credentials() {
            return Ok(None);
        }
        match &self.shared.settings.authenticator {
            Some(scheme) => Ok(Some(&**scheme)),
            None if self.operation.needs_credentials() => {
                Err(Error::new(ErrorKind::Auth, self.operation).with_detail("no credentials are configured"))
            }
            None => Ok(None),
        }
    }

    fn check_url(&self, request: &reqwest::Request) -> Result<(), Error> {
        guard::check(&self.shared.base_url, self.operation, request.url())
            .map_err(|reason| Error::new(ErrorKind::Policy, self.operation).with_detail(reason))
    }

    pub(super) fn auth_context(&self) -> AuthContext<'_> {
        AuthContext {
            http: self.http,
            base_url: &self.shared.base_url,
            clock: &*self.shared.settings.clock,
            operation: self.operation,
            retry: self.options.policy(),
            attempt_timeout: self.options.attempt_limit(),
            began: self.began,
            deadline: self.deadline,
        }
    }

    pub(super) fn auth_error(&self, source: AuthError) -> Error {
        Error::new(source.kind(), self.operation)
            .with_detail(source.to_string())
            .with_retry_after(source.retry_after())
            .with_source(source)
    }

    fn intercept(&self, request: &mut reqwest::Request, attempt: u32) {
        if self.shared.settings.interceptors.is_empty() {
            return;
        }
        let (method, url) = (request.method().clone(), request.url().clone());
        for interceptor in &self.shared.settings.interceptors {
            interceptor.before_attempt(&mut RequestHead {
                operation: self.operation,
                attempt,
                method: &method,
                url: &url,
                headers: request.headers_mut(),
            });
        }
    }

    fn report(&self, attempt: u32, started: Instant, result: Result<&Response, &Error>) {
        let (status, headers) = match result {
            Ok(response) => (Some(response.status), Some(&response.headers)),
            Err(error) => (error.status(), error.status().map(|_| error.headers())),
        };
        let duration = started.elapsed();
        let error = result.err().map(Error::kind);
        let outcome = AttemptOutcome { operation: self.operation, attempt, duration, status, headers, error };
        for interceptor in &self.shared.settings.interceptors {
            interceptor.after_attempt(&outcome);
        }
    }

    /// Waits for the answer and reads it to its end.
    async fn exchange(
        &self,
        answer: impl Future<Output = Result<reqwest::Response, reqwest::Error>>,
        attempts: u32,
    ) -> Result<Response, Error> {
        let (operation, request_ids) = (self.operation, self.shared.request_ids);
        let mut answer = answer.await.map_err(|source| broken(operation, source))?;
        let status = answer.status();
        let success = status.is_success() || operation.success.contains(&status.as_str());
        let response = |headers, body| Response { operation, status, request_ids, headers, body, attempts };
        if let (true, Some(unread)) = (success, self.unread) {
            let headers = answer.headers().clone();
            drop(unread.set(answer));
            return Ok(response(headers, Bytes::new()));
        }
        let limit = if success { self.shared.settings.max_response_body } else { MAX_ERROR_BODY };
        let body = read(&mut answer, limit).await;
        let headers = std::mem::take(answer.headers_mut());
        let error =
            match (success, body) {
                (true, Ok(Body { bytes, cut: false })) => return Ok(response(headers, bytes)),
                (true, Ok(_)) => Error::new(ErrorKind::Policy, operation)
                    .with_detail(format!("the answer is longer than {limit} bytes, see `max_response_body`")),
                (true, Err(source)) => broken(operation, source),
                (false, body) => {
                    // The status counts for more than a body that breaks off.
                    let body = body.unwrap_or(Body { bytes: Bytes::new(), cut: true });
                    Error::new(ErrorKind::Api, operation)
                        .with_body(&body.bytes, body.cut)
                        .with_retry_after(retry_after(status, &headers, self.shared.settings.clock.now()))
                }
            };
        Err(error.with_head(status, headers, request_ids))
    }
}

/// Makes the error of a request that got no whole answer.
pub(crate) fn broken(operation: &Operation, source: reqwest::Error) -> Error {
    let (kind, detail) = tls::classify(&source);
    let error = Error::new(kind, operation).with_source(source.without_url());
    match detail {
        Some(detail) => error.with_detail(detail),
        None => error,
    }
}
