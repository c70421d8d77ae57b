//! Reading an issuer's answer.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::TokenAnswer;
use crate::auth::{AuthError, Token};
use crate::{Secret, json_problem};

#[derive(Deserialize)]
struct Success {
    access_token: Secret,
    #[serde(default)]
    expires_in: Option<Value>,
    #[serde(default)]
    refresh_token: Option<Secret>,
}

#[derive(Deserialize)]
struct Failure {
    error: String,
}

/// Reads a token, or the issuer's reason for giving none.
pub(super) fn token(answer: &TokenAnswer, default_lifetime: Option<Duration>) -> Result<Token, AuthError> {
    if !answer.status.is_success() {
        let failure = json_problem::<Failure>(&answer.body);
        return Err(answer.refused(failure.as_ref().map(|failure| failure.error.as_str())));
    }
    // The cause is left out: serde's messages quote the document.
    let success = json_problem::<Success>(&answer.body)
        .ok_or_else(|| AuthError::new("the token answer is not what RFC 6749 describes"))?;
    if success.access_token.is_empty() {
        return Err(AuthError::new("the token answer holds an empty token"));
    }
    let lifetime = success.expires_in.as_ref().and_then(seconds).or(default_lifetime);
    Ok(Token::new(success.access_token)
        .with_lifetime(lifetime)
        .with_refresh(success.refresh_token.filter(|refresh| !refresh.is_empty())))
}

/// Returns whether the issuer refuses the very grant: the refresh token, or the user's name and password.
pub(super) fn is_invalid_grant(answer: &TokenAnswer) -> bool {
    json_problem::<Failure>(&answer.body).is_some_and(|failure| failure.error == "invalid_grant")
}

/// Reads seconds from a number, or from a string as some issuers send it.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, StatusCode};

    #[test]
    fn lifetimes_and_refresh_tokens_are_read_as_issuers_send_them() {
        let default = Some(Duration::from_secs(7));
        for (more, lifetime, refresh) in [
            (r#""expires_in": 60"#, Some(60), None),
            (r#""expires_in": " 60 ""#, Some(60), None),
            (r#""expires_in": -5"#, Some(0), None),
            (r#""expires_in": null, "refresh_token": "r""#, Some(7), Some("r")),
            (r#""refresh_token": """#, Some(7), None),
        ] {
            let body = format!(r#"{{"access_token": "t", {more}}}"#).into();
            let answer = TokenAnswer { status: StatusCode::OK, headers: HeaderMap::new(), body, retry_after: None };
            let token = token(&answer, default).unwrap();
            assert_eq!(token.lifetime, lifetime.map(Duration::from_secs), "{more}");
            assert_eq!(token.refresh.as_ref().map(Secret::expose), refresh, "{more}");
        }
    }
}
