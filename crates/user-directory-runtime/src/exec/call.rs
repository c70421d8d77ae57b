//! A call: its attempts, one after the other.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method};
use tokio::time::Instant;

use super::guard;
use super::progress::Progress;
use super::recovery::Recovery;
use super::spare::Spare;
use crate::auth::{AuthContext, AuthError, Authenticate};
use crate::client::Shared;
use crate::{CallOptions, Error, ErrorKind, Operation, Response};

pub(super) struct Call<'a> {
    pub(super) shared: &'a Shared,
    pub(super) options: &'a CallOptions,
    /// The provider's own headers with a request id.
    pub(super) request_ids: &'static [&'static str],
    pub(super) http: &'a reqwest::Client,
    pub(super) operation: &'static Operation,
    pub(super) progress: Progress,
    pub(super) began: Instant,
    /// When the whole call must be over.
    pub(super) deadline: Instant,
}

impl Call<'_> {
    /// Makes the call with the request that is there.
    pub(super) async fn run(&self, pending: &mut Option<reqwest::Request>) -> Result<Response, Error> {
        // Before the headers are added that every attempt gets, so that they need not be kept. Without it there is one
        // attempt.
        let spare = pending.as_ref().and_then(Spare::of);
        let mut recovery = None;
        loop {
            let failure = match self.attempt(pending).await {
                Ok(response) => {
                    if recovery.as_deref().is_none_or(Recovery::is_without_retry) {
                        self.shared.budget.deposit();
                    }
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            let Some(spare) = &spare else {
                return Err(failure.error);
            };
            // Boxed, both of them, since few calls come here, and all would have room for it.
            let recovery = recovery.get_or_insert_with(|| Box::new(Recovery::new(self)));
            Box::pin(recovery.recover_from(failure)).await?;
            *pending = spare.request();
        }
    }

    /// Tells that there is nothing left to send, which the loop above never comes to.
    pub(super) fn used_up(&self) -> Error {
        Error::new(ErrorKind::Request, self.operation).with_detail("the request was used up")
    }

    /// Waits for something other than an answer, as long as the whole call may take.
    pub(super) async fn in_time<F: Future>(&self, what: F) -> Result<F::Output, Error> {
        // As a rule there is nothing to wait for, and a timer is not for nothing: all timers count on one counter.
        let mut what = pin!(what);
        let ready = poll_fn(|context| Poll::Ready(what.as_mut().poll(context))).await;
        if let Poll::Ready(output) = ready {
            return Ok(output);
        }
        tokio::time::timeout_at(self.deadline, what).await.map_err(|_| {
            let unknown = self.progress.outcome_unknown() && !self.operation.safe;
            self.too_late().with_outcome_unknown(unknown)
        })
    }

    /// Tells that the call is not over in time.
    pub(super) fn too_late(&self) -> Error {
        let timeout = self.options.call_timeout(self.shared);
        Error::new(ErrorKind::Timeout, self.operation)
            .with_detail(format!("the whole call took longer than {timeout:?}"))
            .with_attempts(self.progress.attempts())
    }

    /// Adds what the request does not bring along, and checks where it goes.
    pub(super) fn prepare(&self, request: &mut reqwest::Request) -> Result<(), Error> {
        let headers = request.headers_mut();
        // The generator asks for JSON only where a success has it; errors are JSON, too.
        if let Some(accept) = self.operation.accept
            && !headers.contains_key(&ACCEPT)
            && let Some(value) = media_type(accept)
        {
            headers.insert(ACCEPT, value);
        }
        self.add_headers(headers)?;
        add_length(request);
        self.check_url(request)
    }

    fn add_headers(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let options = self.options;
        if options.unusable_authorization {
            return Err(Error::invalid_request(
                self.operation,
                "the authorization has characters that a header cannot carry",
            ));
        }
        for (name, value) in &self.shared.headers {
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
        for (name, value) in &options.headers {
            headers.insert(name.clone(), value.clone());
        }
        if let Some(value) = headers.get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
        }
        Ok(())
    }

    /// Returns the scheme to authenticate with, if there is to be any.
    pub(super) fn scheme(&self, headers: &HeaderMap) -> Result<Option<&dyn Authenticate>, Error> {
        if headers.contains_key(&AUTHORIZATION) || !self.operation.takes_credentials() {
            return Ok(None);
        }
        match &self.shared.authenticator {
            Some(scheme) => Ok(Some(&**scheme)),
            None if self.operation.needs_credentials() => {
                Err(Error::new(ErrorKind::Auth, self.operation).with_detail("no credentials are configured"))
            }
            None => Ok(None),
        }
    }

    pub(super) fn check_url(&self, request: &reqwest::Request) -> Result<(), Error> {
        guard::check(&self.shared.base_url, self.operation, request.url())
            .map_err(|reason| Error::new(ErrorKind::Policy, self.operation).with_detail(reason))
    }

    pub(super) fn auth_context(&self) -> AuthContext<'_> {
        AuthContext {
            http: self.http,
            base_url: &self.shared.base_url,
            clock: &*self.shared.clock,
            operation: self.operation,
        }
    }

    pub(super) fn auth_error(&self, source: AuthError) -> Error {
        Error::new(ErrorKind::Auth, self.operation)
            .with_attempts(self.progress.attempts())
            .with_detail(source.to_string())
            .with_retry_after(source.retry_after())
            .with_source(source)
    }
}

/// Returns a media type as a header value.
fn media_type(text: &'static str) -> Option<HeaderValue> {
    // By far the most frequent, and checked by the compiler.
    if text == JSON {
        return Some(const { HeaderValue::from_static(JSON) });
    }
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
}

const JSON: &str = "application/json";

/// States that a request has no body where one is to be expected (RFC 9110, section 8.6): without it some servers
/// answer 411.
pub(crate) fn add_length(request: &mut reqwest::Request) {
    let expects_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if expects_body && request.body().is_none() {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}
