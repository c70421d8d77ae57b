//! What a client authenticates with.

use std::fmt;
use std::sync::Arc;

use progenitor_client::{Authenticate, BuildError, FixedHeader, Secret};

use crate::auth::Signer;

/// Says who the client acts for.
pub struct Credentials(Result<Arc<dyn Authenticate>, BuildError>);

impl Credentials {
    /// Signs every request with the keys of a SaaS (`SAASUSSIGV1`), anew for each attempt, since the signature covers
    /// the time.
    ///
    /// If the server refuses a signature with 401 and its clock differs by more than a minute, requests are signed
    /// with the server's time from then on, and the one refused is sent once more.
    pub fn api_key(
        saas_id: impl AsRef<str>,
        api_key: impl Into<Secret>,
        secret_key: impl Into<Secret>,
    ) -> Self {
        Self::of(Signer::new(
            saas_id.as_ref(),
            &api_key.into(),
            &secret_key.into(),
        ))
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
