//! Sending a request.

mod guard;

use crate::auth::AuthContext;
use crate::client::{Core, Provider};
use crate::error::MAX_ERROR_BODY;
use crate::response::request_id;
use crate::{Error, ErrorKind, Operation, Problem, Response};
use http::header::{AUTHORIZATION, USER_AGENT};

impl<P: Provider> Core<P> {
    /// Sends a request of a documented operation, and returns the answer if it is a success.
    ///
    /// # Errors
    ///
    /// See [`ErrorKind`].
    pub async fn execute(
        &self,
        http: &reqwest::Client,
        mut request: reqwest::Request,
        operation: &'static Operation,
    ) -> Result<Response, Error<P::Problem>> {
        let shared = &*self.shared;
        guard::check(&shared.base_url, operation, request.url())
            .map_err(|reason| Error::new(ErrorKind::Policy, operation).with_detail(reason))?;
        if !request.headers().contains_key(USER_AGENT) {
            request
                .headers_mut()
                .insert(USER_AGENT, shared.user_agent.clone());
        }
        let context = AuthContext {
            http,
            base_url: &shared.base_url,
            clock: &*shared.clock,
            operation,
        };
        if operation.takes_credentials() && !request.headers().contains_key(AUTHORIZATION) {
            match &shared.authenticator {
                Some(authenticator) => authenticator
                    .authenticate(&mut request, &context)
                    .await
                    .map_err(|source| {
                        Error::new(ErrorKind::Auth, operation)
                            .with_detail(source.to_string())
                            .with_retry_after(source.retry_after())
                            .with_source(source)
                    })?,
                None if operation.needs_credentials() => {
                    return Err(Error::new(ErrorKind::Auth, operation)
                        .with_detail("no credentials are configured"));
                }
                None => {}
            }
        }
        let transport = |source: reqwest::Error| {
            let kind = match () {
                () if source.is_connect() => ErrorKind::Connect,
                () if source.is_timeout() => ErrorKind::Timeout,
                () => ErrorKind::Transport,
            };
            Error::new(kind, operation)
                .with_attempts(1)
                .with_source(source.without_url())
        };
        let mut answer = http.execute(request).await.map_err(transport)?;
        let status = answer.status();
        let headers = answer.headers().clone();
        let success = status.is_success();
        let mut body = Vec::new();
        let mut truncated = false;
        while let Some(chunk) = answer.chunk().await.map_err(transport)? {
            body.extend_from_slice(&chunk);
            if !success && body.len() > MAX_ERROR_BODY {
                body.truncate(MAX_ERROR_BODY);
                truncated = true;
                break;
            }
        }
        let body = bytes::Bytes::from(body);
        if success {
            let request_id = request_id(&headers, P::REQUEST_ID_HEADERS);
            return Ok(Response {
                operation,
                status,
                headers,
                body,
                attempts: 1,
                request_id,
            });
        }
        let problem = P::Problem::parse(status, &headers, &body);
        Err(Error::new(ErrorKind::Api, operation)
            .with_attempts(1)
            .with_head(status, headers, P::REQUEST_ID_HEADERS)
            .with_body(&body, truncated)
            .with_problem(problem))
    }
}
