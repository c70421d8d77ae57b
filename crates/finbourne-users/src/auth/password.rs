//! The password grant of the identity provider in front of FINBOURNE.

use std::time::Duration;

use reqwest::StatusCode;
use serde::Deserialize;
use user_directory_runtime::{BuildError, ClientAuth, OAuth2, RetryPolicy, Secret, TokenAnswer, debug_only};

use super::okta;

/// The scopes: who the user is, client and groups for the permissions, and a refresh token.
const SCOPE: &str = "openid client groups offline_access";

/// How long a token lives if the identity provider does not tell.
const LIFETIME: Duration = Duration::from_secs(3600);

/// What the identity provider says of a dead refresh token, with whatever error code.
const DEAD: &str = "refresh token is invalid or expired";

/// What tokens of the identity provider are obtained with: OAuth2's password grant, and its refresh tokens.
///
/// When the identity provider calls a refresh token invalid or expired (400 with `invalid_grant`, or with those words), the password grant is
/// made again. Any other refusal fails the call and leaves the password unsent: 401 means that the client's id or secret
/// is wrong, to which the password would change nothing, and failed logins can lock the user out.
///
/// A token request is sent up to 6 times (once, if the call is to be sent once) while the identity provider answers 429, 502, 503 or 504 or the connection
/// breaks. Between, the client waits for `Retry-After` (seconds or a date) if it is at most 60 s, and fails if it is
/// more; without it a random time up to 2, 4, 8, 16, 32 s. The call's total timeout covers all of it.
#[derive(Clone)]
pub struct PasswordGrant {
    token_url: String,
    client_id: Secret,
    client_secret: Secret,
    username: Secret,
    password: Secret,
    retry: RetryPolicy,
}

impl PasswordGrant {
    /// Takes the URL of the token endpoint, the application's id and secret, the user's name and password.
    ///
    /// The URL is `https`, or `http` to a loopback address. That of an Okta authorization server without `/v1/token` is
    /// completed.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<Secret>,
        client_secret: impl Into<Secret>,
        username: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Self {
        Self {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            username: username.into(),
            password: password.into(),
            retry: RetryPolicy::default()
                .max_attempts(6)
                .initial_delay(Duration::from_secs(2))
                .max_delay(Duration::from_secs(32))
                .max_retry_after(Duration::from_secs(60)),
        }
    }

    /// Sets how often a token request is sent, and the waits between: attempts, waits and longest `Retry-After` count.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    pub(crate) fn source(self) -> Result<OAuth2, BuildError> {
        for (field, value) in [
            ("client id", &self.client_id),
            ("client secret", &self.client_secret),
            ("user name", &self.username),
            ("password", &self.password),
        ] {
            if value.is_empty() {
                return Err(BuildError::credentials(format!("the {field} is empty")));
            }
        }
        let url = okta::token_url(&self.token_url);
        if url.starts_with('/') {
            return Err(BuildError::setting("the token URL", "it has no scheme and host"));
        }
        let client_id = self.client_id.expose();
        // The identity provider reads the pair in the Basic header as it is, not form-encoded.
        Ok(OAuth2::password(&url, client_id, self.client_secret, self.username, self.password)?
            .scope(SCOPE)
            .client_auth(ClientAuth::Parameters)
            .refresh_client_auth(ClientAuth::Basic)
            .default_lifetime(LIFETIME)
            .dead_refresh_token_when(says_dead)
            .retry(self.retry))
    }
}

fn says_dead(answer: &TokenAnswer) -> bool {
    #[derive(Deserialize)]
    struct Refusal {
        error_description: String,
    }
    answer.status == StatusCode::BAD_REQUEST
        && serde_json::from_slice::<Refusal>(&answer.body)
            .is_ok_and(|refusal| refusal.error_description.to_ascii_lowercase().contains(DEAD))
}

debug_only!(PasswordGrant [] [], this => retry = this.retry);
