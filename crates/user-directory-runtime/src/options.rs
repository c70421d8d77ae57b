//! What can be set for single calls.

use std::fmt;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::client::Shared;
use crate::header::{header, sensitive};
use crate::{RetryPolicy, Secret};

/// Settings for some calls only: `client.with_options(…)` returns a client that shares everything else with the
/// first one. What is not set here stays as the client has it.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) headers: HeaderMap,
    pub(crate) unusable_authorization: bool,
    pub(crate) unusable_header: bool,
}

impl CallOptions {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long it may take to connect. A client with a connect timeout of its own has a connection pool of its
    /// own: keep it, rather than make one for each call.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets how long one attempt may take, from sending to the end of the answer.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long the whole call may take: all attempts, the waits between them, and token requests.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Sets when requests are sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Says whether the calls may be sent more than once, in place of what the operation table says.
    ///
    /// `true` lets a POST be repeated after a timeout, at the caller's own risk; `false` keeps even a GET from it.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Adds a header to each request, in place of one of the same name. With a name or a value that no header can have,
    /// the calls fail before anything is sent.
    pub fn header(mut self, name: impl AsRef<str>, value: impl TryInto<HeaderValue>) -> Self {
        match header(name, value) {
            Some((name, value)) => _ = self.headers.insert(name, value),
            None => self.unusable_header = true,
        }
        self
    }

    /// Sends this `Authorization` value, scheme included, in place of the client's credentials. It is not renewed.
    pub fn authorization(mut self, value: impl Into<Secret>) -> Self {
        match sensitive(value.into().expose()) {
            Some(value) => {
                self.headers.insert(AUTHORIZATION, value);
                self.unusable_authorization = false;
            }
            None => self.unusable_authorization = true,
        }
        self
    }

    /// Returns how long the whole call may take, with these options.
    pub(crate) fn call_timeout(&self, shared: &Shared) -> Duration {
        self.total_timeout.unwrap_or(shared.settings.total_timeout)
    }

    /// Puts `self` over `below`.
    pub(crate) fn over(self, below: &Self) -> Self {
        let mut headers = below.headers.clone();
        let replaces_authorization = self.headers.contains_key(AUTHORIZATION);
        headers.extend(self.headers);
        Self {
            connect_timeout: self.connect_timeout.or(below.connect_timeout),
            attempt_timeout: self.attempt_timeout.or(below.attempt_timeout),
            total_timeout: self.total_timeout.or(below.total_timeout),
            retry: self.retry.or_else(|| below.retry.clone()),
            idempotent: self.idempotent.or(below.idempotent),
            headers,
            unusable_authorization: self.unusable_authorization
                || (below.unusable_authorization && !replaces_authorization),
            unusable_header: self.unusable_header || below.unusable_header,
        }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("retry", &self.retry)
            .field("idempotent", &self.idempotent)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stack() {
        let below = CallOptions::new().idempotent(true).total_timeout(Duration::from_secs(1)).header("x-a", "1");
        let options = CallOptions::new()
            .total_timeout(Duration::from_secs(2))
            .header("X-A", HeaderValue::from_static("2"))
            .over(&below);
        assert_eq!(options.idempotent, Some(true));
        assert_eq!(options.total_timeout, Some(Duration::from_secs(2)));
        assert_eq!(options.headers.get_all("x-a").iter().collect::<Vec<_>>(), ["2"]);
    }

    #[test]
    fn debug_names_headers_only() {
        let text = format!("{:?}", CallOptions::new().authorization("Bearer t0ken"));
        assert!(text.contains("authorization") && !text.contains("t0ken"), "{text}");
    }
}
