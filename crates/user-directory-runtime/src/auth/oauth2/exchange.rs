//! Sending a token request.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::auth::{AuthContext, AuthError};
use crate::body::{add_length, read};
use crate::error::MAX_ERROR_BODY;
use crate::retry::{Schedule, retry_after};
use crate::{ErrorKind, RetryPolicy, tls};

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
    /// How long the issuer asks to wait.
    pub retry_after: Option<Duration>,
}

impl TokenAnswer {
    /// Makes an error of a refusal. The code is printed, the body is not.
    pub fn refused(&self, code: Option<&str>) -> AuthError {
        AuthError::refused(self, code)
    }
}

debug_only!(TokenAnswer [] [], this => status = this.status.as_u16(), retry_after = this.retry_after);

/// Sends a token request, and returns the answer, whatever its status.
///
/// It is repeated as the call's [`RetryPolicy`] says for operations that may be repeated: asking for a token twice does
/// no harm. An attempt may take as long as one of the call, and all together no longer than the call.
///
/// # Errors
///
/// Fails if no answer came, or one longer than 64 KiB.
pub async fn exchange(context: &AuthContext<'_>, request: reqwest::Request) -> Result<TokenAnswer, AuthError> {
    exchange_with(context, request, context.retry).await
}

/// Sends a token request as [`exchange`] does, by another policy.
pub(super) async fn exchange_with(
    context: &AuthContext<'_>,
    mut request: reqwest::Request,
    policy: &RetryPolicy,
) -> Result<TokenAnswer, AuthError> {
    add_length(&mut request);
    let mut schedule = Schedule::new(policy, None, true, (context.began, context.deadline));
    loop {
        let again = request.try_clone();
        let late = || AuthError::broken(ErrorKind::Timeout, "the token request timed out", None);
        let outcome = tokio::time::timeout(context.attempt_timeout, once(context, request)).await;
        let outcome = outcome.unwrap_or_else(|_| Err(late()));
        let wait = match &outcome {
            Ok(answer) => schedule.next(ErrorKind::Api, Some(answer.status), answer.retry_after),
            Err(error) => schedule.next(error.kind(), None, None),
        };
        // A body that is a stream cannot be sent again.
        let Some((wait, again)) = wait.zip(again) else { return outcome };
        tracing::debug!(?wait, "the token request is sent again");
        tokio::time::sleep(wait).await;
        request = again;
    }
}

/// Sends a token request once.
async fn once(context: &AuthContext<'_>, request: reqwest::Request) -> Result<TokenAnswer, AuthError> {
    let broken = |source: reqwest::Error| {
        let (kind, detail) = tls::classify(&source);
        let reason = format!("the token request failed{}{}", detail.map_or("", |_| ": "), detail.unwrap_or_default());
        AuthError::broken(kind, &reason, Some(source))
    };
    let mut answer = context.http.execute(request).await.map_err(broken)?;
    let status = answer.status();
    let body = read(&mut answer, MAX_ERROR_BODY).await.map_err(broken)?;
    if body.cut {
        return Err(AuthError::new("the token answer is longer than 64 KiB"));
    }
    let headers = std::mem::take(answer.headers_mut());
    Ok(TokenAnswer {
        retry_after: retry_after(status, &headers, context.clock.now()),
        status,
        headers,
        body: body.bytes,
    })
}
