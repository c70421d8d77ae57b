//! Tokens and where they come from.

use std::time::Duration;

use async_trait::async_trait;

use super::{AuthContext, AuthError};
use crate::Secret;

/// A token as its issuer gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// The token itself.
    pub value: Secret,
    /// How long it is valid from now on. `None` if the issuer does not say: then it is used until it is refused.
    pub lifetime: Option<Duration>,
    /// What renews it, if the issuer gave such a thing.
    pub refresh: Option<Secret>,
}

impl Token {
    /// Makes a token that is used until it is refused.
    pub fn new(value: impl Into<Secret>) -> Self {
        Self { value: value.into(), lifetime: None, refresh: None }
    }

    setters! {
        /// Sets how long the token is valid from now on.
        pub with_lifetime(lifetime: Option<Duration>) => lifetime = lifetime;

        /// Sets what renews the token.
        pub with_refresh(refresh: Option<Secret>) => refresh = refresh;
    }
}

/// Where tokens come from: a login call, an OAuth2 grant, a file.
///
/// [`TokenAuth`](super::TokenAuth) around it caches the token and asks for one at a time.
#[async_trait]
pub trait TokenSource: Send + Sync + 'static {
    /// Obtains a token. `previous` is the one before, expired or refused; its refresh token may do.
    ///
    /// The future is dropped if the call that needs the token is cancelled or times out; another call then asks
    /// again.
    async fn token(&self, previous: Option<&Token>, context: &AuthContext<'_>) -> Result<Token, AuthError>;
}
