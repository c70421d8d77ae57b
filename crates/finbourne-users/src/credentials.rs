//! What a client authenticates with.

use std::fmt;
use std::sync::Arc;

use progenitor_client::{Authenticate, Bearer, BuildError, FixedHeader, Secret, TokenAuth};

use crate::auth::{PasswordGrant, TokenFile};

/// Says who the client acts for.
pub struct Credentials(Result<Arc<dyn Authenticate>, BuildError>);

impl Credentials {
    /// Sends a token as `Authorization: Bearer …`, mostly a personal access token.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::of(Bearer::new(token))
    }

    /// Sends tokens of the identity provider, obtained by user name and password and then refreshed.
    ///
    /// A token is asked for by the first call that needs it, and a new one 60 s before its end or when it is refused.
    pub fn password(grant: PasswordGrant) -> Self {
        Self::of(grant.source().map(TokenAuth::new))
    }

    /// Sends the token in a file as `Authorization: Bearer …`, and reads the file again from time to time.
    pub fn token_file(file: TokenFile) -> Self {
        Self::custom(file.scheme())
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

impl From<PasswordGrant> for Credentials {
    fn from(grant: PasswordGrant) -> Self {
        Self::password(grant)
    }
}

impl From<TokenFile> for Credentials {
    fn from(file: TokenFile) -> Self {
        Self::token_file(file)
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
