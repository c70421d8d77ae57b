//! Authentication: the trait for schemes, and the schemes that many providers share.

mod cache;
mod clock;
mod credentials;
mod error;
mod header;
mod oauth2;
mod skew;
mod token;
mod token_auth;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;
use url::Url;

pub use clock::{Clock, SystemClock};
pub use error::AuthError;
pub use header::FixedHeader;
pub use oauth2::{ClientAuth, OAuth2, ParametersIn, TokenAnswer, exchange};
pub use skew::ClockSkew;
pub use token::{Token, TokenSource};
pub use token_auth::TokenAuth;

use crate::{BuildError, Operation, RetryPolicy};

/// An authentication scheme: puts credentials into each attempt of each call.
///
/// A scheme with fixed credentials implements [`authenticate`](Self::authenticate) alone. One that signs finds the
/// final URL, headers and body in the request, and is asked again for every attempt. One whose credentials expire
/// implements the other two as well; [`TokenAuth`](crate::TokenAuth) does, for any [`TokenSource`](crate::TokenSource).
#[async_trait]
pub trait Authenticate: Send + Sync + 'static {
    /// Adds the credentials to a request that is otherwise final. Mark header values as sensitive.
    async fn authenticate(&self, request: &mut reqwest::Request, context: &AuthContext<'_>) -> Result<(), AuthError>;

    /// Returns whether [`expired`](Self::expired) ever returns `true`. Default: it may.
    ///
    /// A scheme whose credentials never change says `false`: then the headers sent need not be kept for it.
    fn expires(&self) -> bool {
        true
    }

    /// Returns whether this answer means that the credentials sent have expired and that new ones may help.
    ///
    /// If it does, [`renew`](Self::renew) is called and the request is sent once more, whatever its method: a server
    /// that refuses the credentials has not carried out the call.
    fn expired(&self, _rejection: &Rejection<'_>) -> bool {
        false
    }

    /// Discards the credentials that were sent with the request refused, if they are still the current ones.
    async fn renew(&self, _rejection: &Rejection<'_>, _context: &AuthContext<'_>) -> Result<(), AuthError> {
        Ok(())
    }
}

#[async_trait]
impl<A: Authenticate + ?Sized> Authenticate for Arc<A> {
    async fn authenticate(&self, request: &mut reqwest::Request, context: &AuthContext<'_>) -> Result<(), AuthError> {
        (**self).authenticate(request, context).await
    }

    fn expires(&self) -> bool {
        (**self).expires()
    }

    fn expired(&self, rejection: &Rejection<'_>) -> bool {
        (**self).expired(rejection)
    }

    async fn renew(&self, rejection: &Rejection<'_>, context: &AuthContext<'_>) -> Result<(), AuthError> {
        (**self).renew(rejection, context).await
    }
}

/// What a scheme may use: the client's connection pool, its base URL, its clock.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct AuthContext<'a> {
    /// The client's own pool, for token requests. Same proxy, certificates and connect timeout; no redirects.
    pub http: &'a reqwest::Client,
    /// The base URL of the client.
    pub base_url: &'a Url,
    /// The wall clock.
    pub clock: &'a dyn Clock,
    /// The operation being called.
    pub operation: &'static Operation,
    /// How the call is repeated.
    pub retry: &'a RetryPolicy,
    pub(crate) attempt_timeout: Duration,
    pub(crate) began: Instant,
    /// When the whole call must be over.
    pub(crate) deadline: Instant,
}

debug_only!(AuthContext [] ['_], this => operation = this.operation.id);

/// An answer that refuses a request, with the headers that the request carried.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Rejection<'a> {
    /// The headers of the request, credentials included.
    pub sent: &'a HeaderMap,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: &'a HeaderMap,
    /// The start of the body of the answer.
    pub body: &'a [u8],
    /// When the answer came, by the client's clock.
    pub received_at: SystemTime,
}

debug_only!(Rejection [] ['_], this => status = this.status.as_u16());

/// What a provider crate's `builder().credentials(…)` takes.
///
/// Every [`Authenticate`] is one; a provider crate with several ways to log in has its own type.
pub trait Credentials: Send + Sync + 'static {
    /// Turns the credentials into a scheme.
    ///
    /// # Errors
    ///
    /// Fails if they cannot be sent, as a user name with a line break.
    fn into_authenticator(self) -> Result<Arc<dyn Authenticate>, BuildError>;
}

impl<A: Authenticate> Credentials for A {
    fn into_authenticator(self) -> Result<Arc<dyn Authenticate>, BuildError> {
        Ok(Arc::new(self))
    }
}
