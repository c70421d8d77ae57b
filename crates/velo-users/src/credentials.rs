//! What a client authenticates with.

use std::fmt;
use std::sync::Arc;

use progenitor_client::{Authenticate, Bearer, BuildError, FixedHeader, Secret};

use crate::auth;

/// Says who the client acts for.
pub struct Credentials(Result<Arc<dyn Authenticate>, BuildError>);

impl Credentials {
    /// Logs in with an API key and its secret, at `/v1/authenticate` below the client's base URL.
    ///
    /// The token is fetched by the first call, shared by all clones of the client, renewed 60 s before its end, and
    /// once more if the server refuses it.
    pub fn client_credentials(key: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        Self::of(auth::login(&key.into(), &secret.into()))
    }

    /// Sends a token as `Authorization: Bearer …`.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::of(Bearer::new(token))
    }

    /// Sends a whole `Authorization` value, scheme included, as it is given.
    pub fn authorization(value: impl Into<Secret>) -> Self {
        Self::of(FixedHeader::authorization(&value.into()))
    }

    /// Authenticates by a scheme of one's own.
    pub fn custom(scheme: impl Authenticate) -> Self {
        Self(Ok(Arc::new(scheme)))
    }

    fn of<A: Authenticate>(scheme: Result<A, BuildError>) -> Self {
        Self(scheme.map(|scheme| Arc::new(scheme) as Arc<dyn Authenticate>))
    }
}

impl progenitor_client::Credentials for Credentials {
    fn into_authenticator(self, _: &url::Url) -> Result<Arc<dyn Authenticate>, BuildError> {
        self.0
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
