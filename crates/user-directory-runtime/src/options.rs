//! What can be set for single calls.

use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::header::{header, sensitive};
use crate::{RetryPolicy, Secret};

/// Settings for some calls only: `client.with_options(…)` returns a client that shares everything else with the
/// first one. What is not set here stays as it is in the client.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) headers: HeaderMap,
    unusable_header: bool,
    unusable_authorization: bool,
}

impl CallOptions {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Sets how long it may take to connect. A client with its own connect timeout has its own connection pool:
        /// keep it, rather than make one for each call.
        pub connect_timeout(timeout: Duration) => connect_timeout = Some(timeout);

        /// Sets how long one attempt may take, from sending to the end of the answer.
        pub attempt_timeout(timeout: Duration) => attempt_timeout = Some(timeout);

        /// Sets how long the whole call may take: all attempts, the waits between them, and token requests.
        pub total_timeout(timeout: Duration) => total_timeout = Some(timeout);

        /// Sets when requests are sent again.
        pub retry(policy: RetryPolicy) => retry = Some(policy);

        /// Says whether the calls may be sent more than once, in place of what the operation table says.
        ///
        /// `true` lets a POST be repeated after a timeout, at the caller's own risk; `false` keeps even a GET from it.
        pub idempotent(idempotent: bool) => idempotent = Some(idempotent);
    }

    /// Adds a header to each request, in place of one of the same name. If name or value cannot be sent in a header,
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
        let value = sensitive(value.into().expose());
        self.unusable_authorization = value.is_none();
        self.headers.extend(value.map(|value| (AUTHORIZATION, value)));
        self
    }

    /// Returns why no call can be sent, if so.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        match (self.unusable_authorization, self.unusable_header) {
            (true, _) => Some("the authorization has characters that a header cannot carry"),
            (_, true) => Some("a header of the call's options has characters that a header cannot carry"),
            _ => None,
        }
    }

    /// Returns how long one attempt may take.
    pub(crate) fn attempt_limit(&self) -> Duration {
        self.attempt_timeout.unwrap_or(Duration::from_secs(30))
    }

    /// Returns how long the whole call may take.
    pub(crate) fn total_limit(&self) -> Duration {
        self.total_timeout.unwrap_or(Duration::from_secs(120))
    }

    /// Returns when requests are sent again.
    pub(crate) fn policy(&self) -> &RetryPolicy {
        self.retry.as_ref().unwrap_or(&RetryPolicy::DEFAULT)
    }

    /// Puts `self` over `below`.
    pub(crate) fn over(self, below: &Self) -> Self {
        let replaced = self.headers.contains_key(AUTHORIZATION);
        let mut headers = below.headers.clone();
        headers.extend(self.headers);
        Self {
            connect_timeout: self.connect_timeout.or(below.connect_timeout),
            attempt_timeout: self.attempt_timeout.or(below.attempt_timeout),
            total_timeout: self.total_timeout.or(below.total_timeout),
            retry: self.retry.or_else(|| below.retry.clone()),
            idempotent: self.idempotent.or(below.idempotent),
            headers,
            unusable_header: self.unusable_header || below.unusable_header,
            unusable_authorization: self.unusable_authorization || (below.unusable_authorization && !replaced),
        }
    }
}

debug_only!(CallOptions [] [], this =>
    connect_timeout = this.connect_timeout,
    attempt_timeout = this.attempt_timeout,
    total_timeout = this.total_timeout,
    retry = this.retry,
    idempotent = this.idempotent,
    headers = this.headers.keys().collect::<Vec<_>>()
);

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
    fn a_usable_authorization_replaces_one_that_is_not() {
        let unusable = || CallOptions::new().authorization("a\nb");
        let usable = || CallOptions::new().authorization("Bearer t0ken");
        assert!(unusable().mistake().is_some() && unusable().over(&usable()).mistake().is_some());
        assert_eq!(usable().over(&unusable()).mistake(), None);
        assert_eq!(unusable().authorization("Bearer t0ken").mistake(), None);
        assert!(CallOptions::new().over(&unusable()).mistake().is_some());
    }

    #[test]
    fn debug_names_headers_only() {
        let text = format!("{:?}", CallOptions::new().authorization("Bearer t0ken"));
        assert!(text.contains("authorization") && !text.contains("t0ken"), "{text}");
    }
}
