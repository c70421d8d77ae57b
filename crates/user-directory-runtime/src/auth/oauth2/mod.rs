//! OAuth2 grants without a browser: client credentials, password, refresh token (RFC 6749, sections 4.3, 4.4 and 6).

mod answer;
mod exchange;

use std::time::Duration;

use async_trait::async_trait;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use url::Url;
use url::form_urlencoded;

pub use exchange::{TokenAnswer, exchange};

use super::header::basic;
use super::{AuthContext, AuthError, Token, TokenSource};
use crate::header::sensitive;
use crate::{BuildError, RetryPolicy, Secret, base_url};

/// Where a token request has the client's id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuth {
    /// In an `Authorization: Basic` header, as they are.
    Basic,
    /// In an `Authorization: Basic` header, each form-encoded first, as RFC 6749 section 2.3.1 says.
    BasicEncoded,
    /// Among the parameters, as `client_id` and `client_secret`.
    Parameters,
}

/// Where a token request has its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParametersIn {
    /// In a form in the body, as the standard says.
    Form,
    /// In the query; the body is empty.
    Query,
}

/// The parameters by which a token is asked for.
type Grant = Vec<(&'static str, Secret)>;

fn refreshing(token: Secret) -> Grant {
    vec![("grant_type", "refresh_token".into()), (REFRESH_TOKEN, token)]
}

const REFRESH_TOKEN: &str = "refresh_token";

/// A source of OAuth2 tokens. Every parameter is form-encoded.
///
/// If the issuer gave a refresh token, it is used for the next token. When the issuer says `invalid_grant`, which is
/// how RFC 6749 (section 5.2) calls a refresh token that is expired, revoked or otherwise dead, the grant itself is made
/// again. Any other refusal fails the call: a wrong client secret would be refused once more, and a user's password
/// would be sent for nothing, which some issuers count until they lock the user out.
///
/// Token requests are repeated by the policy of the call, unless [`retry`](Self::retry) sets another.
#[derive(Clone)]
pub struct OAuth2 {
    /// Absolute, or a path below the client's base URL.
    url: String,
    grant: Grant,
    client_id: String,
    client_secret: Secret,
    client_auth: ClientAuth,
    refresh_client_auth: ClientAuth,
    parameters_in: ParametersIn,
    scope: Option<String>,
    extra: Vec<(String, Secret)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    default_lifetime: Option<Duration>,
    retry: Option<RetryPolicy>,
    dead_refresh: Option<fn(&TokenAnswer) -> bool>,
}

impl OAuth2 {
    /// Makes the client credentials grant. `token_url` is absolute (`https`, or `http` to a loopback address), or a
    /// path below the client's base URL that starts with a slash.
    ///
    /// # Errors
    ///
    /// Fails if the URL is neither.
    pub fn client_credentials(
        token_url: &str,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, BuildError> {
        Self::new(token_url, vec![("grant_type", "client_credentials".into())], client_id, client_secret)
    }

    /// Makes the resource owner password grant.
    ///
    /// # Errors
    ///
    /// As [`client_credentials`](Self::client_credentials).
    pub fn password(
        token_url: &str,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        username: impl Into<Secret>,
        password: impl Into<Secret>,
    ) -> Result<Self, BuildError> {
        let grant =
            vec![("grant_type", "password".into()), ("username", username.into()), ("password", password.into())];
        Self::new(token_url, grant, client_id, client_secret)
    }

    /// Makes the refresh token grant, starting from a token obtained elsewhere.
    ///
    /// # Errors
    ///
    /// As [`client_credentials`](Self::client_credentials).
    pub fn refresh_token(
        token_url: &str,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Result<Self, BuildError> {
        Self::new(token_url, refreshing(refresh_token.into()), client_id, client_secret)
    }

    fn new(
        token_url: &str,
        grant: Grant,
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Result<Self, BuildError> {
        let below_base = token_url.starts_with('/') && !token_url.starts_with("//");
        let url =
            if below_base { Ok(token_url.to_owned()) } else { base_url::parse(token_url, false).map(String::from) };
        let url = url.map_err(|reason| BuildError::setting("the token URL", reason))?;
        Ok(Self {
            url,
            grant,
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            client_auth: ClientAuth::Basic,
            refresh_client_auth: ClientAuth::Basic,
            parameters_in: ParametersIn::Form,
            scope: None,
            extra: Vec::new(),
            headers: Vec::new(),
            default_lifetime: None,
            retry: None,
            dead_refresh: None,
        })
    }

    setters! {
        /// Asks for these scopes, separated by spaces.
        pub scope(scope: impl Into<String>) => scope = Some(scope.into());

        /// Sets where client id and secret are sent with a refresh token alone.
        pub refresh_client_auth(place: ClientAuth) => refresh_client_auth = place;

        /// Sets where the parameters are sent. Default: `Form`.
        pub parameters_in(place: ParametersIn) => parameters_in = place;

        /// Sets the life of tokens for which the issuer does not state any. Default: they are used until refused.
        pub default_lifetime(lifetime: Duration) => default_lifetime = Some(lifetime);

        /// Sets how a token request is repeated, in place of the policy of the call. A call that is to be sent once still sends
        /// one, and the call's total timeout covers it all.
        pub retry(policy: RetryPolicy) => retry = Some(policy);

        /// Recognizes answers other than `invalid_grant` that mean that the refresh token is dead.
        pub dead_refresh_token_when(dead: fn(&TokenAnswer) -> bool) => dead_refresh = Some(dead);
    }

    /// Sets where client id and secret are sent, with the grant and with a refresh token. Default: `Basic`.
    pub fn client_auth(mut self, place: ClientAuth) -> Self {
        self.client_auth = place;
        self.refresh_client_auth = place;
        self
    }

    /// Adds a parameter to every token request, such as `audience`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// Adds a header to every token request.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    fn request(&self, grant: &Grant, base_url: &Url) -> Result<reqwest::Request, AuthError> {
        let refreshes = grant.iter().any(|(name, _)| *name == REFRESH_TOKEN);
        let client_auth = if refreshes { self.refresh_client_auth } else { self.client_auth };
        let mut parameters: Vec<_> = grant.iter().map(|(name, value)| (*name, value.expose())).collect();
        parameters.extend(self.scope.as_deref().map(|scope| ("scope", scope)));
        parameters.extend(self.extra.iter().map(|(name, value)| (name.as_str(), value.expose())));
        let (id, secret) = (self.client_id.as_str(), &self.client_secret);
        let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let authorization = match client_auth {
            ClientAuth::Parameters => {
                parameters.extend([("client_id", id), ("client_secret", secret.expose())]);
                None
            }
            ClientAuth::Basic => Some(basic(id, secret)),
            ClientAuth::BasicEncoded => Some(basic(&encode(id), &Secret::new(encode(secret.expose())))),
        };
        let parameters = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        let base = if self.url.starts_with('/') { base_url.as_str().trim_end_matches('/') } else { "" };
        let url = Url::parse(&[base, &self.url].concat()).map_err(|_| AuthError::new("the token URL is not a URL"))?;
        let mut request = reqwest::Request::new(Method::POST, url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if self.parameters_in == ParametersIn::Form {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        }
        headers.extend(self.headers.iter().cloned());
        if let Some(authorization) = authorization {
            let value = sensitive(authorization.expose());
            let value = value.ok_or_else(|| AuthError::new("the client's id and secret cannot be sent"))?;
            headers.insert(AUTHORIZATION, value);
        }
        match self.parameters_in {
            ParametersIn::Form => *request.body_mut() = Some(parameters.into()),
            ParametersIn::Query => request.url_mut().set_query(Some(&parameters)),
        }
        Ok(request)
    }

    async fn ask(&self, grant: &Grant, context: &AuthContext<'_>) -> Result<TokenAnswer, AuthError> {
        let request = self.request(grant, context.base_url)?;
        // A call that is to be made once makes one request for its token, too.
        let own = self.retry.as_ref().filter(|_| context.retry.max_attempts > 1);
        exchange::exchange_with(context, request, own.unwrap_or(context.retry)).await
    }

    /// Uses a refresh token. Returns `None` if it is dead.
    async fn refresh(&self, refresh: Secret, context: &AuthContext<'_>) -> Result<Option<Token>, AuthError> {
        let answer = self.ask(&refreshing(refresh.clone()), context).await?;
        let dead = self.dead_refresh.is_some_and(|dead| dead(&answer));
        if !answer.status.is_success() && (dead || answer::is_invalid_grant(&answer)) {
            return Ok(None);
        }
        let token = answer::token(&answer, self.default_lifetime)?;
        // An issuer that does not rotate refresh tokens leaves the old one valid.
        Ok(Some(match token.refresh {
            Some(_) => token,
            None => token.with_refresh(Some(refresh)),
        }))
    }
}

#[async_trait]
impl TokenSource for OAuth2 {
    async fn token(&self, previous: Option<&Token>, context: &AuthContext<'_>) -> Result<Token, AuthError> {
        if let Some(refresh) = previous.and_then(|token| token.refresh.clone()) {
            if let Some(token) = self.refresh(refresh, context).await? {
                return Ok(token);
            }
            tracing::debug!("the refresh token is dead; the grant is made again");
        }
        let answer = self.ask(&self.grant, context).await?;
        answer::token(&answer, self.default_lifetime)
    }
}

debug_only!(OAuth2 [] [], this => client_auth = this.client_auth, parameters_in = this.parameters_in, scope = this.scope);
