//! Sending a token request.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::RetryPolicy;
use crate::auth::{AuthContext, AuthError};
use crate::body::{Body, read};
use crate::error::MAX_ERROR_BODY;
use crate::exec::add_length;
use crate::retry::{Backoff, retry_after};
use crate::tls::{self, TlsFailure};

/// How long one attempt at a token may take.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// An issuer's answer to a token request, of whatever status.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenAnswer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, at most its first 64 KiB.
    pub body: Bytes,
    /// The `Retry-After` of the answer.
    pub retry_after: Option<Duration>,
}

impl TokenAnswer {
    /// Makes an error of a refusal. The code is printed, the body is not.
    pub fn refused(&self, code: Option<&str>) -> AuthError {
        AuthError::refused("no token was issued", self.status, code, self.retry_after)
    }
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAnswer")
            .field("status", &self.status.as_u16())
            .field("retry_after", &self.retry_after)
            .finish_non_exhaustive()
    }
}

/// Sends a token request, and returns the answer, whatever its status.
///
/// Up to 5 attempts: after 429, 502, 503 and 504 and after broken connections, waiting for `Retry-After` (if it is at
/// most 60 s) or up to 0.5, 1, 2, 4 s. Asking for a token twice does no harm. The call's total timeout covers all of it.
///
/// # Errors
///
/// Fails if no answer came, or one longer than 64 KiB.
pub async fn exchange(context: &AuthContext<'_>, request: reqwest::Request) -> Result<TokenAnswer, AuthError> {
    exchange_with(context, request, &default_policy()).await
}

/// The policy of [`exchange`].
pub(super) fn default_policy() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(5)
        .initial_delay(Duration::from_millis(500))
        .max_retry_after(Duration::from_secs(60))
}

/// Sends a token request as [`exchange`] does, with other attempts and waits.
pub(super) async fn exchange_with(
    context: &AuthContext<'_>,
    mut request: reqwest::Request,
    policy: &RetryPolicy,
) -> Result<TokenAnswer, AuthError> {
    add_length(&mut request);
    let mut backoff = Backoff::new(policy);
    let mut request = Some(request);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let Some(this) = request.take() else {
            return Err(AuthError::new("the token request cannot be sent again"));
        };
        request = this.try_clone();
        let more = attempt < policy.max_attempts && request.is_some();
        let outcome = match tokio::time::timeout(ATTEMPT_TIMEOUT, once(context, this)).await {
            Ok(outcome) => outcome,
            Err(_) => Err((AuthError::new("the token request timed out"), true)),
        };
        let asked = match outcome {
            Ok(answer) => {
                let wait = answer.retry_after;
                let passing = matches!(answer.status.as_u16(), 429 | 502 | 503 | 504);
                if !passing || !more || wait.is_some_and(|wait| wait > policy.max_retry_after) {
                    return Ok(answer);
                }
                wait
            }
            Err((error, passing)) if more && passing => {
                tracing::debug!(%error, "the token request is sent again");
                None
            }
            Err((error, _)) => return Err(error),
        };
        let wait = asked.or_else(|| backoff.next()).unwrap_or_default();
        tokio::time::sleep(wait).await;
    }
}

/// Sends a token request once. A failure comes with whether another attempt may fare better.
async fn once(context: &AuthContext<'_>, request: reqwest::Request) -> Result<TokenAnswer, (AuthError, bool)> {
    let broken = |source: reqwest::Error| {
        let (reason, passing) = match tls::failure(&source) {
            None => ("the token request failed", true),
            Some(TlsFailure::Handshake) => ("the token request failed: the TLS handshake failed", false),
            Some(TlsFailure::NotBuilt) => (tls::NO_TLS, false),
        };
        let error = AuthError::with_source(reason, source.without_url());
        (error, passing)
    };
    let mut answer = context.http.execute(request).await.map_err(broken)?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = match read(&mut answer, MAX_ERROR_BODY).await.map_err(broken)? {
        Body::Whole(body) => body,
        Body::Start(_) => {
            let error = AuthError::new("the token answer is longer than 64 KiB");
            return Err((error, false));
        }
    };
    Ok(TokenAnswer { retry_after: retry_after(&headers, context.clock.now()), status, headers, body })
}
