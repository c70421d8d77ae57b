//! What a client authenticates with.

use user_directory_runtime::{FixedHeader, Secret, credentials};

use crate::auth::{DirectLogin, DirectLoginHeader, direct_login, gateway_login, token_value};

credentials! {
    /// Says who the client acts for.
    ///
    /// A clone shares its token with the original. Servers of version 5.0.0 accept only the latest token of a user and
    /// consumer, so clients that log in by the same credentials should be built from clones of one value.
    #[derive(Clone)]
    pub struct Credentials;
}

impl Credentials {
    /// Sends a token as `Authorization: Bearer …`, as OAuth2 and OpenID Connect have it.
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self::from_scheme(FixedHeader::bearer(token))
    }

    /// Logs in by DirectLogin when the first call needs it, and again when the token has expired.
    pub fn direct_login(login: DirectLogin) -> Self {
        Self::from_scheme(direct_login(&login))
    }

    /// Sends a DirectLogin token, as `Authorization: DirectLogin token=…`. It is not renewed.
    pub fn direct_login_token(token: impl Into<Secret>) -> Self {
        Self::direct_login_token_in(DirectLoginHeader::Authorization, token)
    }

    /// Sends a DirectLogin token in this header. It is not renewed.
    pub fn direct_login_token_in(header: DirectLoginHeader, token: impl Into<Secret>) -> Self {
        Self::from_scheme(token_value(header, &token.into()).and_then(|value| FixedHeader::new(header.name(), &value)))
    }

    /// Sends a JWT made for a gateway, as `Authorization: GatewayLogin token="…"`. It is not renewed.
    ///
    /// The server answers with another JWT in the header `GatewayLogin`; see [`ResponseValue::headers`].
    ///
    /// [`ResponseValue::headers`]: crate::ResponseValue::headers
    pub fn gateway_login(jwt: impl Into<Secret>) -> Self {
        Self::from_scheme(gateway_login(&jwt.into()))
    }
}

impl From<DirectLogin> for Credentials {
    fn from(login: DirectLogin) -> Self {
        Self::direct_login(login)
    }
}
