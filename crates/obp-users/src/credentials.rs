//! What a client authenticates with.

use std::fmt;
use std::sync::Arc;

use progenitor_client::{Authenticate, Bearer, BuildError, FixedHeader, Secret};

use crate::auth::{DirectLogin, DirectLoginHeader, Logins, gateway_login, token_value};

/// Says who the client acts for.
///
/// A clone shares its token with the original. Servers of version 5.0.0 accept only the latest token of a user and
/// consumer, so clients that log in by the same credentials should be built from clones of one value.
#[derive(Clone)]
pub struct Credentials(Scheme);

#[derive(Clone)]
enum Scheme {
    /// One that is the same for any base URL, or why it cannot be used.
    Ready(Result<Arc<dyn Authenticate>, String>),
    /// One that logs in at the base URL.
    Login(Arc<Logins>),
}

impl Credentials {
    /// Sends a token as `Authorization: Bearer …`, as OAuth2 and OpenID Connect have it.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::of(Bearer::new(token))
    }

    /// Logs in by DirectLogin when the first call needs it, and again when the token has expired.
    pub fn direct_login(login: DirectLogin) -> Self {
        Self(match Logins::new(&login) {
            Ok(logins) => Scheme::Login(Arc::new(logins)),
            Err(error) => Scheme::Ready(Err(reason(error))),
        })
    }

    /// Sends a DirectLogin token, as `Authorization: DirectLogin token=…`. It is not renewed.
    pub fn direct_login_token(token: impl Into<Secret>) -> Self {
        Self::direct_login_token_in(DirectLoginHeader::Authorization, token)
    }

    /// Sends a DirectLogin token in the header of one's choice. It is not renewed.
    pub fn direct_login_token_in(header: DirectLoginHeader, token: impl Into<Secret>) -> Self {
        Self::of(
            token_value(header, &token.into())
                .and_then(|value| FixedHeader::new(header.name(), &value)),
        )
    }

    /// Sends a JWT made for a gateway, as `Authorization: GatewayLogin token="…"`. It is not renewed.
    ///
    /// The server answers with another JWT in the header `GatewayLogin`; see [`ResponseValue::headers`].
    ///
    /// [`ResponseValue::headers`]: crate::ResponseValue::headers
    pub fn gateway_login(jwt: impl Into<Secret>) -> Self {
        Self::of(gateway_login(&jwt.into()))
    }

    /// Sends a whole `Authorization` value, scheme included, as it is given.
    pub fn authorization(value: impl Into<Secret>) -> Self {
        Self::of(FixedHeader::authorization(&value.into()))
    }

    /// Authenticates by a scheme of one's own.
    pub fn custom(scheme: impl Authenticate) -> Self {
        Self(Scheme::Ready(Ok(Arc::new(scheme))))
    }

    fn of<A: Authenticate>(scheme: Result<A, BuildError>) -> Self {
        let scheme = scheme.map(|scheme| Arc::new(scheme) as Arc<dyn Authenticate>);
        Self(Scheme::Ready(scheme.map_err(reason)))
    }
}

impl From<DirectLogin> for Credentials {
    fn from(login: DirectLogin) -> Self {
        Self::direct_login(login)
    }
}

impl progenitor_client::Credentials for Credentials {
    fn into_authenticator(self, base_url: &url::Url) -> Result<Arc<dyn Authenticate>, BuildError> {
        match self.0 {
            Scheme::Ready(scheme) => {
                scheme.map_err(|reason| BuildError::InvalidCredentials { reason })
            }
            Scheme::Login(logins) => Ok(logins.at(base_url)),
        }
    }
}

/// Returns the text of an error that is reported when the client is built.
fn reason(error: BuildError) -> String {
    match error {
        BuildError::InvalidCredentials { reason } => reason,
        other => other.to_string(),
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}
