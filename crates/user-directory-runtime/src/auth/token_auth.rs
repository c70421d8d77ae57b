//! Sending a token that is fetched, cached and renewed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, StatusCode};
use url::Url;

use super::cache::TokenCache;
use super::{AuthContext, AuthError, Authenticate, Rejection, TokenSource};
use crate::Secret;
use crate::header::sensitive;
use crate::sync::lock;

/// How long before its end a token is renewed, unless set otherwise: 60 s.
const MARGIN: Duration = Duration::from_secs(60);

/// Sends the token of a [`TokenSource`] with every request.
///
/// The token is fetched by the first call that needs it, and kept. Any number of concurrent calls make one request
/// for it; if that fails, those who waited for it fail with it. It is renewed 60 s before its end (or in the second
/// half of a shorter life) by one call while the others go on with the old one, and when the server says that it has
/// expired: by 401, or by what [`expired_when`](Self::expired_when) recognizes. The call is then repeated once. If the
/// issuer does not answer an early renewal within 5 s, the old token serves and the next renewal is tried 5 s later.
///
/// Clients with different base URLs may share one: each base URL has its own token.
///
/// Nothing runs in the background. A call that is cancelled while it fetches the token leaves the task to the next.
pub struct TokenAuth<S> {
    source: S,
    margin: Duration,
    /// One for each base URL, so that no server gets another's token.
    caches: Mutex<Vec<(Url, Arc<TokenCache>)>>,
    header: HeaderName,
    prefix: &'static str,
    expired: Option<fn(&Rejection<'_>) -> bool>,
}

impl<S: TokenSource> TokenAuth<S> {
    /// Sends `Authorization: Bearer …`.
    pub fn new(source: S) -> Self {
        Self {
            source,
            margin: MARGIN,
            caches: Mutex::default(),
            header: AUTHORIZATION,
            prefix: "Bearer ",
            expired: None,
        }
    }

    /// Sends the token in another header, or after another prefix. The prefix includes its space.
    pub fn header(mut self, name: HeaderName, prefix: &'static str) -> Self {
        self.header = name;
        self.prefix = prefix;
        self
    }

    setters! {
        /// Recognizes answers other than 401 that mean that the token has expired.
        pub expired_when(expired: fn(&Rejection<'_>) -> bool) => expired = Some(expired);

        /// Sets how long before its end a token is renewed. Default: 60 s; at most half of the token's life.
        pub renewal_margin(margin: Duration) => margin = margin;
    }

    fn cache(&self, base_url: &Url) -> Arc<TokenCache> {
        let mut caches = lock(&self.caches);
        if let Some((_, cache)) = caches.iter().find(|(url, _)| url == base_url) {
            return Arc::clone(cache);
        }
        let cache = Arc::new(TokenCache::new(self.margin));
        caches.push((base_url.clone(), Arc::clone(&cache)));
        cache
    }

    fn value(&self, token: &Secret) -> Option<HeaderValue> {
        sensitive(Secret::new(format!("{}{}", self.prefix, token.expose())).expose())
    }
}

debug_only!(TokenAuth [S] [S], this => header = this.header);

#[async_trait]
impl<S: TokenSource> Authenticate for TokenAuth<S> {
    async fn authenticate(&self, request: &mut reqwest::Request, context: &AuthContext<'_>) -> Result<(), AuthError> {
        let cache = self.cache(context.base_url);
        let fetch = async |previous: Option<_>| self.source.token(previous.as_ref(), context).await;
        let token = cache.get(context.deadline, fetch).await?;
        let value =
            self.value(&token).ok_or_else(|| AuthError::new("the token has characters that a header cannot carry"))?;
        request.headers_mut().insert(self.header.clone(), value);
        Ok(())
    }

    fn expired(&self, rejection: &Rejection<'_>) -> bool {
        rejection.status == StatusCode::UNAUTHORIZED || self.expired.is_some_and(|expired| expired(rejection))
    }

    async fn renew(&self, rejection: &Rejection<'_>, context: &AuthContext<'_>) -> Result<(), AuthError> {
        let sent = rejection.sent.get(&self.header);
        self.cache(context.base_url).discard(|token| self.value(token).as_ref() == sent);
        Ok(())
    }
}
