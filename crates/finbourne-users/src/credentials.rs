//! What a client authenticates with.

use std::fmt;
use std::sync::Arc;

use progenitor_client::{Authenticate, Bearer, BuildError, FixedHeader, Secret};

/// Says who the client acts for.
pub struct Credentials(Result<Arc<dyn Authenticate>, BuildError>);

impl Credentials {
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
