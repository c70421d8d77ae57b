//! One token for all calls, and one request for it at a time.

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;
use tokio::time::Instant;

use super::{AuthError, Token};
use crate::Secret;
use crate::sync::lock;

/// How long a token that still works goes on being used after an early renewal failed.
const PAUSE: Duration = Duration::from_secs(5);
/// How long an early renewal may take, which the call that makes it waits for.
const RENEWAL_LIMIT: Duration = Duration::from_secs(5);

/// Keeps a token, and lets one caller at a time fetch the next.
///
/// Nothing is spawned: the caller that holds `fetching` fetches, the others wait for it. If it is cancelled the guard
/// falls, and the next one fetches.
pub(crate) struct TokenCache {
    margin: Duration,
    state: Mutex<State>,
    fetching: AsyncMutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<CurrentToken>,
    /// The last token that was refused or replaced, for its refresh token.
    previous: Option<Token>,
    /// What came of the last request for a token, and when.
    last_fetch: Option<(Instant, Result<Secret, AuthError>)>,
    paused_until: Option<Instant>,
}

struct CurrentToken {
    token: Token,
    renew_at: Option<Instant>,
    expires_at: Option<Instant>,
}

/// What the cache has for a caller.
enum Cached {
    Fresh(Secret),
    /// Valid until then, but to be renewed soon.
    Expiring(Secret, Instant),
    Missing,
}

impl TokenCache {
    pub(crate) fn new(margin: Duration) -> Self {
        Self { margin, state: Mutex::default(), fetching: AsyncMutex::default() }
    }

    /// Returns the token, or fetches one for a call that must be over by `deadline`.
    pub(crate) async fn get(
        &self,
        deadline: Instant,
        fetch: impl AsyncFnOnce(Option<Token>) -> Result<Token, AuthError>,
    ) -> Result<Secret, AuthError> {
        let asked = Instant::now();
        let _guard = match self.look() {
            Cached::Fresh(token) => return Ok(token),
            Cached::Expiring(token, _) => match self.fetching.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(token),
            },
            Cached::Missing => self.fetching.lock().await,
        };
        // Another call may have fetched one before this one had the lock.
        match self.look() {
            Cached::Fresh(token) => Ok(token),
            Cached::Expiring(token, expires) => Ok(self.renew(expires, deadline, fetch).await.unwrap_or(token)),
            Cached::Missing => match self.fetched_since(asked) {
                Some(outcome) => outcome,
                None => self.fetch_next(fetch).await,
            },
        }
    }

    /// Fetches a token while the old one still works, and takes no more than a part of the time that either it or the
    /// call has left. The caller holds `fetching`.
    async fn renew(
        &self,
        expires: Instant,
        deadline: Instant,
        fetch: impl AsyncFnOnce(Option<Token>) -> Result<Token, AuthError>,
    ) -> Option<Secret> {
        let now = Instant::now();
        let limit = RENEWAL_LIMIT.min(expires.min(deadline).saturating_duration_since(now) / 2);
        // Set first, since this future may be dropped while it waits.
        lock(&self.state).paused_until = now.checked_add(limit + PAUSE);
        tokio::time::timeout(limit, self.fetch_next(fetch)).await.ok()?.ok()
    }

    fn look(&self) -> Cached {
        lock(&self.state).look(Instant::now())
    }

    /// Forgets the token that `is_it` recognizes, if it is the current one.
    pub(crate) fn discard(&self, is_it: impl FnOnce(&Secret) -> bool) {
        let mut state = lock(&self.state);
        if state.current.as_ref().is_some_and(|current| is_it(&current.token.value)) {
            state.previous = state.current.take().map(|current| current.token);
            state.last_fetch = None;
        }
    }

    /// Returns what came of the request for which this caller waited: even a token without any lifetime serves those
    /// who did.
    fn fetched_since(&self, asked: Instant) -> Option<Result<Secret, AuthError>> {
        let state = lock(&self.state);
        state.last_fetch.as_ref().filter(|(at, _)| *at > asked).map(|(_, outcome)| outcome.clone())
    }

    /// Fetches a token. The caller holds `fetching`.
    async fn fetch_next(
        &self,
        fetch: impl AsyncFnOnce(Option<Token>) -> Result<Token, AuthError>,
    ) -> Result<Secret, AuthError> {
        let previous = {
            let state = lock(&self.state);
            let current = state.current.as_ref().map(|current| current.token.clone());
            current.or_else(|| state.previous.clone())
        };
        let outcome = fetch(previous).await;
        let now = Instant::now();
        let mut state = lock(&self.state);
        let outcome = match outcome {
            Ok(token) => {
                let value = token.value.clone();
                state.current = Some(CurrentToken::new(token, now, self.margin));
                state.previous = None;
                state.paused_until = None;
                Ok(value)
            }
            Err(error) => {
                state.paused_until = now.checked_add(PAUSE);
                Err(error)
            }
        };
        state.last_fetch = Some((now, outcome.clone()));
        outcome
    }
}

impl CurrentToken {
    fn new(token: Token, now: Instant, margin: Duration) -> Self {
        let lifetime = token.lifetime;
        // Of a short-lived token the margin takes half at most.
        let early = |lifetime: Duration| lifetime.saturating_sub(margin.min(lifetime / 2));
        Self {
            token,
            renew_at: lifetime.and_then(|lifetime| now.checked_add(early(lifetime))),
            expires_at: lifetime.and_then(|lifetime| now.checked_add(lifetime)),
        }
    }
}

impl State {
    fn look(&self, now: Instant) -> Cached {
        let Some(current) = &self.current else {
            return Cached::Missing;
        };
        let token = current.token.value.clone();
        let paused = self.paused_until.is_some_and(|until| now < until);
        match (current.renew_at, current.expires_at) {
            (_, Some(expires)) if expires <= now => Cached::Missing,
            (Some(renew), Some(expires)) if renew <= now && !paused => Cached::Expiring(token, expires),
            _ => Cached::Fresh(token),
        }
    }
}

#[cfg(test)]
mod tests;
